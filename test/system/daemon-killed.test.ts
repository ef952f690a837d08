import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { harbourSamples, type RecordedShip, recording } from '../fixtures/harbour-recording.js';
import { Gate } from './fixtures/gate.js';
import { RunningDaemon } from './fixtures/hullprint.js';
import { Mosquitto, mosquittoMissing } from './fixtures/mosquitto.js';
import { withoutRepeats } from './fixtures/node-listener.js';
import { listenerAt, pier } from './fixtures/pier.js';
import { expectWhole } from './fixtures/whole-passages.js';

/** A big ship each two minutes. */
const ships = (count: number): RecordedShip[] =>
  Array.from({ length: count }, (_, i) => ({ size: 'big', closestSeconds: 50 + 120 * i }));

test.skipIf(mosquittoMissing)(
  'a daemon killed at random instants loses no announced event, gives no passage two ids, and ends every passage after restart',
  async () => {
    const source = `file:${recording([harbourSamples(720, ships(6))])}`;
    const broker = await Mosquitto.start('secret');
    const listener = await listenerAt(broker);
    const config = await pier(broker, [{ name: 'north', source, realtime: 60 }]);
    const announced: { id: string; phase: string }[] = [];
    const kills = 6;
    let endedAfterCrash = 0;
    for (let kill = 0; kill < kills; kill++) {
      const daemon = new RunningDaemon(config);
      await daemon.says('passage new');
      await sleep(Math.random() * 3000);
      daemon.signal('SIGKILL');
      await daemon.ended();
      announced.push(...daemon.announced);
      endedAfterCrash += daemon.log.filter(({ msg }) => msg.includes('a crash left open')).length;
    }
    const last = new RunningDaemon(config);
    await last.says('passage new');
    last.signal('SIGTERM');
    expect(await last.ended()).toEqual([0, null]);
    announced.push(...last.announced);
    endedAfterCrash += last.log.filter(({ msg }) => msg.includes('a crash left open')).length;
    await listener.until(({ statuses }) => statuses.at(-1) === 'offline');

    expectWhole(announced, listener);
    const repeats = listener.of('event').length - withoutRepeats(listener.of('event')).length;
    console.log(
      `${kills} kills, ${announced.length} events announced, ${repeats} sent twice, ${endedAfterCrash} passages ended after a crash`,
    );
  },
);

test.skipIf(mosquittoMissing)(
  'a broker killed and restarted in mid-passage costs no event and no order, and what it missed comes with replayed: true',
  async () => {
    const source = `file:${recording([harbourSamples(720, ships(6))])}`;
    const broker = await Mosquitto.start('secret');
    const listener = await listenerAt(broker);
    const gate = await Gate.before(broker.port);
    const config = await pier({ url: gate.url, username: broker.username }, [
      { name: 'north', source, realtime: 15 },
    ]);
    const daemon = new RunningDaemon(config);
    for (let kill = 0; kill < 3; kill++) {
      const heard = listener.of('event').length;
      await listener.until(() =>
        listener
          .of('event')
          .slice(heard)
          .some(({ phase }) => phase === 'update'),
      );
      gate.open = false;
      await broker.kill();
      await sleep(Math.random() * 1500);
      const subscribed = listener.subscribedAgain();
      await broker.restart();
      await subscribed;
      gate.open = true;
    }
    expect(await daemon.ended()).toEqual([0, null]);
    // Should it have ended between two attempts to connect, the next start sends what is left.
    const quiet = { name: 'north', source: `file:${recording([harbourSamples(5, [])])}` };
    await new RunningDaemon({ ...config, channels: [quiet] }).ended();
    const effortSeconds = () => {
      const heard = new Map(listener.of('effort').map(({ start, secondsHeard }) => [start, secondsHeard]));
      return [...heard.values()].reduce((sum, each) => sum + each, 0);
    };
    // Effort is kept through the outages too.
    await listener.until(() => effortSeconds() > 724.9);
    expect(effortSeconds()).toBeCloseTo(725, 1);

    expectWhole(daemon.announced, listener);
    expect(daemon.log.filter(({ msg }) => msg === 'no broker').length).toBeGreaterThanOrEqual(3);
    const events = withoutRepeats(listener.of('event'));
    // First arrivals are in the order of announcement.
    expect(events.map(({ id, phase }) => `${id} ${phase}`)).toEqual(
      daemon.announced.map(({ id, phase }) => `${id} ${phase}`),
    );
    expect(events.some(({ replayed }) => replayed)).toBe(true);
    expect(events.filter(({ phase }) => phase === 'end')).toHaveLength(6);
  },
);
