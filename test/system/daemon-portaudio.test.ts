import { expect, onTestFinished, test } from 'vitest';
import { harbourSamples, recording } from '../fixtures/harbour-recording.js';
import { RunningDaemon } from './fixtures/hullprint.js';
import { Mosquitto, mosquittoMissing } from './fixtures/mosquitto.js';
import { listenerAt, pier } from './fixtures/pier.js';
import { SoundCard, soundCardMissing } from './fixtures/sound-card.js';

test.skipIf(mosquittoMissing || soundCardMissing)(
  'a ship played into a sound card in real time arrives at a subscriber; a card that is pulled out and put back is heard again',
  async () => {
    const card = new SoundCard();
    onTestFinished(() => card.remove());
    await card.plugIn();
    const broker = await Mosquitto.start('secret');
    const listener = await listenerAt(broker);
    const source = 'portaudio:hydrophone';
    const daemon = new RunningDaemon(
      await pier(broker, [{ name: 'north', source, sampleRateHz: card.sampleRateHz }]),
    );
    await daemon.says('source opened');
    const playing = card.play(recording([harbourSamples(45, [{ size: 'big', closestSeconds: 25 }])]));
    await listener.until(() => listener.of('event').some(({ phase }) => phase === 'update'));
    await playing;
    expect(listener.of('event').at(-1)).toMatchObject({ channel: 'north', size: 'big', end: null });

    await card.pullOut();
    await listener.until(() => listener.of('state').at(-1)?.state === 'unavailable');
    await card.plugIn();
    await listener.until(() => listener.of('state').at(-1)?.state === 'listening');

    daemon.signal('SIGTERM');
    expect(await daemon.ended()).toEqual([0, null]);
    await listener.until(({ statuses }) => statuses.at(-1) === 'offline');
    const events = listener.of('event');
    expect(new Set(events.map(({ id }) => id)).size).toBe(1);
    expect(events.map(({ phase }) => phase).join(' ')).toMatch(/^new( update)+ end$/);
    const effort = listener.of('effort');
    expect(effort.reduce((sum, { secondsHeard }) => sum + secondsHeard, 0)).toBeGreaterThan(40);
    const lost = effort.flatMap(({ gaps }) => gaps).filter(({ reason }) => reason === 'device-lost');
    expect(lost.length).toBeGreaterThan(0);
  },
);
