import { spawnSync } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { harbourSamples, recording } from '../fixtures/harbour-recording.js';
import { RunningDaemon } from './fixtures/hullprint.js';
import { Mosquitto, mosquittoMissing } from './fixtures/mosquitto.js';
import { listenerAt, pier } from './fixtures/pier.js';
import { SoundCard, soundCardMissing } from './fixtures/sound-card.js';

test.skipIf(mosquittoMissing || soundCardMissing)(
  'with a duty cycle a device is let go of for its rests, and effort accounts for every second',
  async () => {
    const card = new SoundCard();
    onTestFinished(() => card.remove());
    await card.plugIn();
    const broker = await Mosquitto.start('secret');
    const listener = await listenerAt(broker);
    const dutyCycle = { listenMinutes: 0.2, everyMinutes: 0.4 };
    const source = 'portaudio:hydrophone';
    const daemon = new RunningDaemon(
      await pier(broker, [{ name: 'north', source, sampleRateHz: card.sampleRateHz, dutyCycle }]),
    );
    const playing = card.play(recording([harbourSamples(70, [{ size: 'big', closestSeconds: 35 }])]));
    playing.catch(() => {}); // The card goes before it is over.
    const isNow = (state: string) => listener.of('state').at(-1)?.state === state;
    await listener.until(() => isNow('listening'));
    await listener.until(() => isNow('resting'));
    expect(spawnSync('pgrep', ['-P', String(daemon.pid), '-f', 'portaudio-child']).status).toBe(1);
    expect(listener.of('state').at(-1)).toMatchObject({ size: null });
    await listener.until(() => isNow('listening'));
    await listener.until(() => isNow('resting'));

    daemon.signal('SIGTERM');
    expect(await daemon.ended()).toEqual([0, null]);
    await listener.until(({ statuses }) => statuses.at(-1) === 'offline');
    const effort = listener.of('effort');
    const gaps = effort.flatMap((each) => each.gaps);
    expect(new Set(gaps.map(({ reason }) => reason))).toEqual(new Set(['duty-cycle']));
    const rested = gaps.reduce((sum, { seconds }) => sum + seconds, 0);
    const heard = effort.reduce((sum, { secondsHeard }) => sum + secondsHeard, 0);
    const first = Math.min(...effort.map(({ start }) => Date.parse(start)));
    const last = Math.max(...effort.map(({ end }) => Date.parse(end)));
    // Cycles are counted from the epoch: of the first one little may be left, the second is whole but for its opening.
    expect(heard).toBeGreaterThan(9);
    expect(rested).toBeGreaterThan(10);
    expect(Math.abs(heard + rested - (last - first) / 1000)).toBeLessThan(1);
  },
);
