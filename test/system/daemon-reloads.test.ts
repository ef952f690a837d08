import { expect, test } from 'vitest';
import { harbourSamples, recording } from '../fixtures/harbour-recording.js';
import { rumbleModel } from '../fixtures/rumble-model.js';
import { RunningDaemon } from './fixtures/hullprint.js';
import { Mosquitto, mosquittoMissing } from './fixtures/mosquitto.js';
import { phasesById } from './fixtures/node-listener.js';
import { listenerAt, pier } from './fixtures/pier.js';

const SECONDS = 240;

test.skipIf(mosquittoMissing)(
  'a reload in mid-passage: the channel that stays misses no sample and keeps its passage, the others change, a bad configuration is refused',
  async () => {
    const ships = [
      { size: 'big', closestSeconds: 60 } as const,
      { size: 'small', closestSeconds: 180 } as const,
    ];
    const source = `file:${recording([harbourSamples(SECONDS, ships), harbourSamples(SECONDS, [], 7)])}`;
    const broker = await Mosquitto.start('secret');
    const listener = await listenerAt(broker);
    const north = { name: 'north', source, input: 1, realtime: 20 };
    const south = { name: 'south', source, input: 2, realtime: 20 };
    const config = await pier(broker, [north, south]);
    const daemon = new RunningDaemon(config);
    const mid = () => listener.of('event').some(({ phase }) => phase === 'update');
    await listener.until(mid);

    daemon.reload({ ...config, channels: [{ ...north, input: 'two' }] });
    const refused = await daemon.says('reload refused');
    expect(refused.msg).toMatch(/channels\.0\.input.*hullprint config schema/);
    expect(refused.msg).not.toContain('\n');

    const calibration = { sensitivityDb: -170, gainDb: 20, fullScaleVolts: 1 };
    const east = { name: 'east', source, input: 2, realtime: 20 };
    daemon.reload({ ...config, node: 'quay', channels: [north, { ...south, calibration }, east] });
    await daemon.says('configuration reloaded');
    expect((await daemon.says('next restart')).msg).toMatch(/: node$/);
    expect(await daemon.ended()).toEqual([0, null]);
    await listener.until(({ statuses }) => statuses.at(-1) === 'offline');

    const heard = (channel: string) => listener.of('effort').filter((each) => each.channel === channel);
    const seconds = (channel: string) => heard(channel).reduce((sum, each) => sum + each.secondsHeard, 0);
    expect(seconds('north')).toBeCloseTo(SECONDS, 2);
    expect(heard('north').flatMap(({ gaps }) => gaps)).toEqual([]);
    const phases = [...phasesById(listener.of('event')).values()];
    expect(phases).toHaveLength(2);
    for (const each of phases) expect(each).toMatch(/^new (update )+end $/);
    const levels = listener.of('levels');
    const north10s = levels.filter(({ channel }) => channel === 'north');
    for (const [i, { start }] of north10s.entries()) if (i) expect(start).toBe(north10s[i - 1]!.end);

    const references = levels.filter(({ channel }) => channel === 'south').map(({ reference }) => reference);
    expect(references[0]).toBe('full scale');
    expect(references.at(-1)).toBe('1 µPa');
    expect(seconds('east')).toBeGreaterThan(60);
    expect(seconds('south')).toBeGreaterThan(SECONDS - 5);
    expect(
      listener
        .of('info')
        .at(-1)!
        .channels.map(({ channel }) => channel),
    ).toEqual(['north', 'south', 'east']);
    expect(daemon.log.filter(({ msg }) => msg === 'source opened')).toHaveLength(1);
  },
);

test.skipIf(mosquittoMissing)(
  'another model judges from the next block on, without a gap, and events name it',
  async () => {
    const source = `file:${recording([
      harbourSamples(SECONDS, [
        { size: 'big', closestSeconds: 60 },
        { size: 'big', closestSeconds: 180 },
      ]),
    ])}`;
    const broker = await Mosquitto.start('secret');
    const listener = await listenerAt(broker);
    const config = await pier(broker, [{ name: 'north', source, realtime: 30 }]);
    const daemon = new RunningDaemon(config);
    await listener.until(() => listener.of('event').some(({ phase }) => phase === 'end'));
    daemon.reload({ ...config, model: await rumbleModel(0.001) });
    expect(await daemon.ended()).toEqual([0, null]);
    await listener.until(({ statuses }) => statuses.at(-1) === 'offline');

    const events = listener.of('event');
    const infos = listener.of('info');
    expect(events[0]!.model).toBe(infos[0]!.model.identity);
    expect(events.at(-1)!.model).toBe(infos.at(-1)!.model.identity);
    expect(events.at(-1)!.model).not.toBe(events[0]!.model);
    // To the other model everything is far away.
    expect(events.filter(({ phase }) => phase === 'end').map(({ size }) => size)).toEqual(['big', 'unknown']);
    const effort = listener.of('effort');
    expect(effort.reduce((sum, { secondsHeard }) => sum + secondsHeard, 0)).toBeCloseTo(SECONDS, 2);
    expect(effort.flatMap(({ gaps }) => gaps)).toEqual([]);
  },
);
