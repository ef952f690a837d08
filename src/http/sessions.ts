import { createHash, randomBytes } from 'node:crypto';

const LASTS_MS = 12 * 3_600_000;
const AT_ONCE = 100;

/** Who has shown the token in this browser: cookies that scripts cannot read. Gone with the process. */
export class Sessions {
  readonly cookie = 'hullprint-session';
  readonly #until = new Map<string, number>();

  /** Gives the value of a new session's cookie. The oldest goes when there are too many. */
  open(nowMs = Date.now()): string {
    const secret = randomBytes(24).toString('base64url');
    if (this.#until.size >= AT_ONCE) this.#until.delete(this.#until.keys().next().value!);
    this.#until.set(hash(secret), nowMs + LASTS_MS);
    return secret;
  }

  has(secret: string | undefined, nowMs = Date.now()): boolean {
    return secret !== undefined && (this.#until.get(hash(secret)) ?? 0) > nowMs;
  }

  close(secret: string | undefined): void {
    if (secret !== undefined) this.#until.delete(hash(secret));
  }

  get seconds(): number {
    return LASTS_MS / 1000;
  }
}

const hash = (secret: string) => createHash('sha256').update(secret).digest('hex');
