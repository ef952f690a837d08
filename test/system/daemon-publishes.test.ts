import { expect, test } from 'vitest';
import { harbourSamples, recording } from '../fixtures/harbour-recording.js';
import { RunningDaemon } from './fixtures/hullprint.js';
import { Mosquitto, mosquittoMissing } from './fixtures/mosquitto.js';
import { phasesById, withoutRepeats } from './fixtures/node-listener.js';
import { listenerAt, pier } from './fixtures/pier.js';

test.skipIf(mosquittoMissing)(
  'a recording of two hydrophones becomes passages, state, levels and effort at a real subscriber, each by its schema',
  async () => {
    const north = harbourSamples(240, [
      { size: 'big', closestSeconds: 60 },
      { size: 'small', closestSeconds: 180 },
    ]);
    const south = harbourSamples(240, [{ size: 'small', closestSeconds: 120 }], 7);
    const source = `file:${recording([north, south])}`;
    const broker = await Mosquitto.start('secret');
    const listener = await listenerAt(broker);
    const calibration = { sensitivityDb: -170, gainDb: 20, fullScaleVolts: 1 };
    const daemon = new RunningDaemon(
      await pier(broker, [
        { name: 'north', source, input: 1, realtime: 40, calibration },
        { name: 'south', source, input: 2, realtime: 40 },
      ]),
    );
    expect(await daemon.ended()).toEqual([0, null]);
    expect(daemon.complaints).toEqual([]);
    await listener.until(({ statuses }) => statuses.includes('offline'));

    expect(listener.statuses).toEqual(['online', 'offline']);
    const topics = ['event', 'state', 'levels', 'effort'].flatMap((leaf) => [
      `hydro/pier/north/${leaf}`,
      `hydro/pier/south/${leaf}`,
    ]);
    const ofTheNode = [
      'hydro/pier/status',
      'hydro/pier/info',
      'hydro/pier/health',
      'homeassistant/device/pier/config',
    ];
    expect(listener.topics).toEqual(new Set([...topics, ...ofTheNode]));

    const events = listener.of('event');
    expect(withoutRepeats(events)).toEqual(events);
    const ends = events.filter(({ phase }) => phase === 'end');
    const told = (channel: string) =>
      ends.filter((event) => event.channel === channel).map(({ size }) => size);
    expect(told('north')).toEqual(['big', 'small']);
    expect(told('south')).toEqual(['small']);
    for (const phases of phasesById(events).values()) expect(phases).toMatch(/^new (update )+end $/);
    for (const { channel, evidence, start, end } of ends) {
      expect(evidence.spl.reference).toBe(channel === 'north' ? '1 µPa' : 'full scale');
      expect(evidence.windows).toBeGreaterThan(3);
      expect(evidence.closestApproach! > start && evidence.closestApproach! < end!).toBe(true);
    }

    const [info] = listener.of('info');
    expect(info).toMatchObject({
      model: { name: 'rumble', identity: events[0]!.model },
      backend: { name: 'typescript', kind: 'cpu' },
      channels: [
        { channel: 'north', source, reference: '1 µPa', calibration },
        { channel: 'south', source, reference: 'full scale', calibration: null },
      ],
    });
    const levels = listener.of('levels').filter(({ channel }) => channel === 'north');
    expect(levels).toHaveLength(24);
    for (const { start, end } of levels) expect(Date.parse(end) - Date.parse(start)).toBe(10_000);
    const effort = listener.of('effort').filter(({ channel }) => channel === 'south');
    expect(effort.reduce((sum, { secondsHeard }) => sum + secondsHeard, 0)).toBeCloseTo(240, 2);
    expect(effort.flatMap(({ gaps }) => gaps)).toEqual([]);
    expect(effort.length).toBeGreaterThanOrEqual(4);
    const states = listener.of('state').filter(({ channel }) => channel === 'north');
    const sizes = states.map(({ size }) => size).filter((size, i, all) => size !== all[i - 1]);
    expect(sizes).toEqual(['none', 'big', 'none', 'small', 'none', null]);
    expect(listener.of('health').at(-1)).toMatchObject({
      channels: [
        { channel: 'north', state: 'stopped', gaps: 0, overflows: 0 },
        { channel: 'south', state: 'stopped' },
      ],
    });

    const latecomer = await listenerAt(broker);
    await latecomer.until(({ retainedTopics }) => retainedTopics.size >= 6);
    expect(latecomer.retainedTopics).toEqual(
      new Set([...ofTheNode, 'hydro/pier/north/state', 'hydro/pier/south/state']),
    );
  },
);

test.skipIf(mosquittoMissing).each(['SIGTERM', 'SIGINT'] as const)(
  '%s in mid-passage: the passage is published as ended, the node says offline, and is gone within 5 s with code 0',
  async (signal) => {
    const path = recording([harbourSamples(300, [{ size: 'big', closestSeconds: 60 }])]);
    const broker = await Mosquitto.start('secret');
    const listener = await listenerAt(broker);
    const daemon = new RunningDaemon(
      await pier(broker, [{ name: 'north', source: `file:${path}`, realtime: 20 }]),
    );
    await listener.until(() => listener.of('event').some(({ phase }) => phase === 'update'));
    const beganMs = performance.now();
    daemon.signal(signal);
    expect(await daemon.ended()).toEqual([0, null]);
    const tookMs = performance.now() - beganMs;
    expect(tookMs).toBeLessThan(5000);
    await listener.until(({ statuses }) => statuses.at(-1) === 'offline');
    expect(listener.of('event').at(-1)).toMatchObject({ phase: 'end', size: 'big', replayed: false });
    expect(listener.of('state').at(-1)).toMatchObject({ state: 'stopped', size: null, passage: null });
    console.log(`stopped within ${Math.round(tookMs)} ms`);
  },
);

test.skipIf(mosquittoMissing)('a daemon that is killed is told to be offline by the broker', async () => {
  const path = recording([harbourSamples(300, [])]);
  const broker = await Mosquitto.start('secret');
  const listener = await listenerAt(broker);
  const daemon = new RunningDaemon(
    await pier(broker, [{ name: 'north', source: `file:${path}`, realtime: true }]),
  );
  await listener.until(({ statuses }) => statuses.includes('online'));
  await listener.until(() => listener.of('state').some(({ state }) => state === 'listening'));
  daemon.signal('SIGKILL');
  await listener.until(({ statuses }) => statuses.at(-1) === 'offline');
  expect(listener.statuses).toEqual(['online', 'offline']);
});
