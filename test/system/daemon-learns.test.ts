import { expect, test } from 'vitest';
import { harbourSamples, recording } from '../fixtures/harbour-recording.js';
import { configuration, hullprint, RunningDaemon } from './fixtures/hullprint.js';
import { Mosquitto, mosquittoMissing } from './fixtures/mosquitto.js';
import { listenerAt, pier } from './fixtures/pier.js';

const SECONDS = 400;

test.skipIf(mosquittoMissing)(
  'a class enrolled while the daemon runs is named in the next passage, forgotten by undo, and costs no sample',
  async () => {
    const ships = [60, 210, 340].map((closestSeconds) => ({ size: 'big' as const, closestSeconds }));
    const source = `file:${recording([harbourSamples(SECONDS, ships)])}`;
    const support = [3, 4].map((seed) =>
      recording([harbourSamples(30, [{ size: 'big', closestSeconds: 15 }], seed)]),
    );
    const broker = await Mosquitto.start('secret');
    const listener = await listenerAt(broker);
    const config = {
      ...(await pier(broker, [{ name: 'north', source, realtime: 10 }])),
      model: 'band-statistics',
    };
    const daemon = new RunningDaemon(config);
    const ends = () => listener.of('event').filter(({ phase }) => phase === 'end');
    await listener.until(() => ends().length === 1);

    const path = configuration(config);
    const enrolled = await hullprint(['enroll', 'ferry', ...support, '--size', 'big', '--force', '-c', path]);
    expect([enrolled.stderr, enrolled.code]).toEqual(['', 0]);
    await daemon.says('classes changed');
    await listener.until(() => ends().length === 2);
    expect((await hullprint(['classes', 'undo', '-c', path])).code).toBe(0);
    expect(await daemon.ended()).toEqual([0, null]);
    await listener.until(({ statuses }) => statuses.at(-1) === 'offline');

    expect(ends().map(({ vesselClass }) => vesselClass?.name ?? null)).toEqual([null, 'ferry', null]);
    expect(new Set(ends().map(({ classes }) => classes)).size).toBe(2);
    expect(listener.of('info').map(({ classes }) => classes.names)).toEqual(
      expect.arrayContaining([[], ['ferry']]),
    );
    const effort = listener.of('effort');
    expect(effort.reduce((sum, { secondsHeard }) => sum + secondsHeard, 0)).toBeCloseTo(SECONDS, 2);
    expect(effort.flatMap(({ gaps }) => gaps)).toEqual([]);
  },
);
