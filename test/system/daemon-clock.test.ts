import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { missingPackages } from '../../scripts/system-packages.mjs';
import { harbourSamples, recording } from '../fixtures/harbour-recording.js';
import { temporaryFolder } from '../store/temporary-folder.js';
import { RunningDaemon } from './fixtures/hullprint.js';
import { Mosquitto, mosquittoMissing } from './fixtures/mosquitto.js';
import { listenerAt, pier } from './fixtures/pier.js';
import { SoundCard, soundCardMissing } from './fixtures/sound-card.js';

const MACHINE = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
const LIBRARY = `/usr/lib/${MACHINE}-linux-gnu/faketime/libfaketimeMT.so.1`;
const clockMissing =
  process.env.CI !== 'true' && missingPackages().some(({ tests }) => tests.includes('daemon-clock'));
const DAYS = 400;
const PORT = 28_771;

/** The clock of one process, and what it is told of it: this machine's own must stay. */
class Clock {
  readonly #folder = temporaryFolder();

  constructor() {
    writeFileSync(
      join(this.#folder, 'timedatectl'),
      `#!/bin/sh\ncat ${join(this.#folder, 'synchronised')}\n`,
    );
    chmodSync(join(this.#folder, 'timedatectl'), 0o755);
  }

  set(offset: string, synchronised: 'yes' | 'no'): void {
    writeFileSync(join(this.#folder, 'synchronised'), synchronised);
    writeFileSync(join(this.#folder, 'offset'), offset);
  }

  get environment() {
    return {
      PATH: `${this.#folder}:${process.env.PATH}`,
      LD_PRELOAD: LIBRARY,
      FAKETIME_TIMESTAMP_FILE: join(this.#folder, 'offset'),
      FAKETIME_CACHE_DURATION: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    };
  }
}

test.skipIf(mosquittoMissing || soundCardMissing || clockMissing)(
  'what was heard before the clock was synchronised is flagged, and moved to its right time when it is',
  async () => {
    const card = new SoundCard();
    onTestFinished(() => card.remove());
    await card.plugIn();
    const broker = await Mosquitto.start('secret');
    const listener = await listenerAt(broker);
    const clock = new Clock();
    clock.set(`-${DAYS}d`, 'no');
    const source = 'portaudio:hydrophone';
    const config = await pier(broker, [{ name: 'north', source, sampleRateHz: card.sampleRateHz }]);
    const daemon = new RunningDaemon({ ...config, http: { port: PORT } }, clock.environment);
    await daemon.says('source opened');
    const beganMs = Date.now();
    const playing = card.play(recording([harbourSamples(80, [{ size: 'big', closestSeconds: 25 }])]));
    playing.catch(() => {}); // The card goes before it is over.
    const events = () => listener.of('event');
    await listener.until(() => events().some(({ phase }) => phase === 'update'));
    expect(events().every(({ clockSynchronised }) => !clockSynchronised)).toBe(true);

    clock.set('+0d', 'yes');
    await listener.until(() => events().some(({ clockCorrectionSeconds }) => clockCorrectionSeconds));
    const id = events()[0]!.id;
    const [ended, again] = events().filter((each) => each.id === id && each.phase === 'end');
    expect(ended).toMatchObject({ clockSynchronised: false });
    expect(again!.clockCorrectionSeconds! / 86_400).toBeCloseTo(DAYS, 3);
    const shift = (Date.parse(again!.start) - Date.parse(ended!.start)) / 1000;
    expect(shift).toBeCloseTo(again!.clockCorrectionSeconds!, 2);
    expect(Math.abs(Date.parse(again!.start) - beganMs)).toBeLessThan(40_000);
    expect(again).toMatchObject({ clockSynchronised: true });
    await daemon.says('moved to its right time');

    const asked = async (what: string) =>
      (await (await fetch(`http://127.0.0.1:${PORT}/api/v1/${what}`)).json()) as Record<string, unknown>;
    expect((await asked(`events/${id}`)).event).toMatchObject({ start: again!.start });
    const heard = async (ms: number) => {
      const span = `from=${new Date(ms - 3_600_000).toISOString()}&to=${new Date(ms + 3_600_000).toISOString()}`;
      const { secondsHeard } = await asked(`effort?channel=north&${span}`);
      return (secondsHeard as number[]).reduce((sum, each) => sum + each, 0);
    };
    expect(await heard(beganMs)).toBeGreaterThan(20);
    expect(await heard(beganMs - DAYS * 86_400_000)).toBe(0);

    daemon.signal('SIGTERM');
    expect(await daemon.ended()).toEqual([0, null]);
    expect(new Set(events().map((each) => each.id)).size).toBeLessThanOrEqual(2);
  },
);
