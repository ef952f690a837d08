import { expect, test } from 'vitest';
import { harbourSamples, recording } from '../fixtures/harbour-recording.js';
import { hullprint, RunningDaemon } from './fixtures/hullprint.js';
import { Mosquitto, mosquittoMissing } from './fixtures/mosquitto.js';
import { listenerAt, pier } from './fixtures/pier.js';

test.skipIf(mosquittoMissing)(
  'events say what was taken off the recorder, and classify with that says what they said',
  async () => {
    const path = recording([
      harbourSamples(150, [
        { size: 'big', closestSeconds: 45 },
        { size: 'small', closestSeconds: 110 },
      ]),
    ]);
    const model = 'band-statistics';
    const broker = await Mosquitto.start('secret');
    const listener = await listenerAt(broker);
    const source = `file:${path}`;
    const channels = [
      { name: 'pinned', source, recorderTilt: -7.5 },
      { name: 'cut', source, recorderTilt: 0, recorderLowCut: 40 },
      { name: 'plain', source, recorderTilt: 'off' },
      { name: 'learning', source },
    ];
    const daemon = new RunningDaemon({ ...(await pier(broker, channels)), model });
    expect(await daemon.ended()).toEqual([0, null]);
    await listener.until(({ statuses }) => statuses.includes('offline'));

    const ends = (channel: string) =>
      listener.of('event').filter((event) => event.channel === channel && event.phase === 'end');
    expect(ends('pinned').length).toBeGreaterThan(0);
    for (const { evidence } of ends('pinned')) {
      expect(evidence.recorder).toMatchObject({ mode: 'pinned', tiltDbPerDecade: -7.5, lowCutHz: null });
    }
    for (const { evidence } of ends('cut')) {
      expect(evidence.recorder).toMatchObject({ mode: 'pinned', tiltDbPerDecade: 0, lowCutHz: 40 });
    }
    for (const { evidence } of ends('plain'))
      expect(evidence.recorder).toMatchObject({ mode: 'off', tiltDbPerDecade: 0 });
    const { channels: health } = listener.of('health').at(-1)!;
    expect(health.find(({ channel }) => channel === 'learning')).toMatchObject({
      recorder: { mode: 'estimated', tiltDbPerDecade: 0, sdDbPerDecade: null, revision: 0, since: null },
    });

    const judgedAgain = async (tilt: number, lowCut: string[] = []) => {
      const recorder = ['--recorder-tilt', String(tilt), ...lowCut];
      const { code, stdout } = await hullprint(['classify', '--json', '--model', model, ...recorder, path]);
      expect(code).toBe(0);
      const passages: { size: string; confidence: number }[] = JSON.parse(stdout).recordings[0].passages;
      return passages.map(({ size, confidence }) => ({ size, confidence: Number(confidence.toFixed(3)) }));
    };
    const told = (channel: string) => ends(channel).map(({ size, confidence }) => ({ size, confidence }));
    expect(await judgedAgain(-7.5)).toEqual(told('pinned'));
    expect(await judgedAgain(0, ['--recorder-low-cut', '40'])).toEqual(told('cut'));
    expect(await judgedAgain(0)).toEqual(told('plain'));
    expect(told('learning')).toEqual(told('plain'));
    expect(told('pinned')).not.toEqual(told('plain'));
    expect(ends('cut').length).toBeGreaterThan(0);
    expect(told('cut')).not.toEqual(told('plain'));
  },
);
