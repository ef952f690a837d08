import type { EventMessage } from '../src/publish/messages.js';

export interface Review {
  verdict: 'right' | 'wrong' | 'not-a-ship';
  name: string | null;
}

export interface KeptPassage {
  event: EventMessage;
  review: (Review & { time: string }) | null;
}

export interface WholePassage extends KeptPassage {
  verdicts: { time: string; phase: string; size: string; confidence: number; vesselClass: string | null }[];
  /** Width of a bin in Hz, and the level of each from 0 Hz up. */
  demon: { binHz: number; levelDb: (number | null)[] } | null;
  clip: { seconds: number; start: string } | null;
}

export interface LevelCurve {
  stepSeconds: number;
  reference: string;
  start: string[];
  splDb: (number | null)[];
}

export interface EffortCurve {
  stepSeconds: number;
  start: string[];
  secondsHeard: number[];
}

export interface TaughtClass {
  name: string;
  size: string;
  recordings: number;
  drift: {
    /** Of its latest passages. */
    distances: { time: string; distance: number }[];
    moved: boolean;
  };
}

export interface Enrolment {
  lines: string[];
  objection: string | null;
  enrolled: boolean;
}

/** What a node refused, in its own words. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

/** Asks for the token when one is wanted; null when the person would rather not. Set by the page. */
let askToken: () => Promise<string | null> = async () => null;
export const onTokenWanted = (ask: typeof askToken): void => {
  askToken = ask;
};

export const query = (parameters: Record<string, string | number | undefined>): string =>
  new URLSearchParams(
    Object.entries(parameters).flatMap(([key, value]) =>
      value === undefined || value === '' ? [] : [[key, String(value)]],
    ),
  ).toString();

/** Reads from the node that served the page. Throws `Refusal`. */
export async function read<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  return ask(path, signal ? { signal } : {});
}

/** Changes something on it, with the token in a cookie; asks for it once. Throws `Refusal`. */
export async function change<Answer>(
  method: string,
  path: string,
  body?: object | FormData,
): Promise<Answer> {
  const form = body instanceof FormData;
  const init: RequestInit = {
    method,
    ...(body && { body: form ? body : JSON.stringify(body) }),
    ...(body && !form && { headers: { 'Content-Type': 'application/json' } }),
  };
  return ask(path, init);
}

async function ask<Answer>(path: string, init: RequestInit, again = true): Promise<Answer> {
  const answer = await fetch(path, init);
  if (answer.ok) return (answer.status === 204 ? null : await answer.json()) as Answer;
  const { detail, title } = await answer.json().catch(() => ({ title: answer.statusText }));
  if (answer.status === 401 && again && (await logIn())) return ask(path, init, false);
  throw new Refusal(answer.status, detail ?? title);
}

/** Asks for the token where even reading wants one. */
export async function enter(): Promise<void> {
  const { mayRead } = await read<{ mayRead: boolean }>('/api/v1/session');
  if (!mayRead) await logIn();
}

/** Whether there is a session now. */
async function logIn(): Promise<boolean> {
  for (;;) {
    const token = await askToken();
    if (token === null) return false;
    const body = JSON.stringify({ token: token.trim() });
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch('/api/v1/session', { method: 'POST', headers, body });
    if (answer.ok) return true;
    if (answer.status !== 401) return false;
  }
}
