import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { harbourSamples, recording } from '../fixtures/harbour-recording.js';
import { type Subscriber, subscribe } from '../publish/subscriber.js';
import { temporaryFolder } from '../store/temporary-folder.js';
import { HomeAssistant, homeAssistantMissing, INSTALL_MS } from './fixtures/home-assistant.js';
import { RunningDaemon } from './fixtures/hullprint.js';
import { Mosquitto, mosquittoMissing } from './fixtures/mosquitto.js';
import { pier } from './fixtures/pier.js';

const missing = Boolean(homeAssistantMissing || mosquittoMissing);
const calibration = { sensitivityDb: -170, gainDb: 20, fullScaleVolts: 1 };
const kinds = ['size', 'class', 'confidence', 'level', 'health'];
const entitiesOf = (channel: string) => [
  `binary_sensor.pier_${channel}_problem`,
  ...kinds.map((kind) => `sensor.pier_${channel}_${kind}`),
];

function at(broker: Mosquitto): Promise<Subscriber> {
  return subscribe(broker.url, { username: broker.username, password: 'secret' });
}

test.skipIf(missing)(
  'Home Assistant finds a node by itself, follows a ship going by, and sees channels and node go',
  async () => {
    const broker = await Mosquitto.start('secret');
    const folder = temporaryFolder();
    const automations = readFileSync('docs/examples/home-assistant.yaml', 'utf8');
    const home = await HomeAssistant.start(broker, folder, automations);
    const source = `file:${recording([harbourSamples(600, [{ size: 'big', closestSeconds: 90 }])])}`;
    const north = { name: 'north', source, realtime: 15, calibration };
    const south = { name: 'south', source: 'portaudio:no such device' };
    const config = await pier(broker, [north, south]);
    const daemon = new RunningDaemon(config);

    await home.untilIs('sensor.pier_north_size', 'big');
    await home.untilIs('sensor.pier_north_size', 'none');
    expect(home.states('sensor.pier_north_size')).toEqual(
      expect.arrayContaining(['unavailable', 'none', 'big', 'none']),
    );
    const ran = (automation: string) => home.attributes(`automation.${automation}`).last_triggered;
    expect(ran('a_big_ship_comes_up')).toEqual(expect.any(String));
    expect(ran('a_hydrophone_has_a_problem')).toBe(null);
    const found = home.entities.filter((entity) => !entity.startsWith('automation.'));
    expect(found).toEqual([...entitiesOf('north'), ...entitiesOf('south')].sort());
    expect(await home.devices()).toMatchObject([{ name: 'pier', identifiers: [['mqtt', 'hullprint_pier']] }]);

    const confidences = home.states('sensor.pier_north_confidence').map(Number).filter(Number.isFinite);
    expect(Math.max(...confidences)).toBeGreaterThan(50);
    expect(Math.max(...confidences)).toBeLessThanOrEqual(100);
    expect(home.attributes('sensor.pier_north_level')).toMatchObject({
      reference: '1 µPa',
      unit_of_measurement: 'dB',
    });
    expect(Number(home.states('sensor.pier_north_level').at(-1))).toBeGreaterThan(50);
    expect(home.states('sensor.pier_north_class').at(-1)).toBe('unknown');
    expect(home.states('sensor.pier_north_health').at(-1)).toBe('listening');
    await home.untilIs('sensor.pier_south_health', 'source_missing');
    expect(home.states('sensor.pier_south_size').at(-1)).toBe('unknown');

    daemon.reload({ ...config, channels: [north] });
    for (const entity of entitiesOf('south')) await home.untilIs(entity, 'removed');

    home.kill();
    const again = await HomeAssistant.start(broker, folder);
    await again.untilIs('sensor.pier_north_health', 'listening');
    daemon.signal('SIGTERM');
    for (const entity of entitiesOf('north')) await again.untilIs(entity, 'unavailable');
    expect(again.states('sensor.pier_south_health')).not.toContain('source_missing');
    expect([...home.complaints, ...again.complaints]).toEqual([]);
  },
  INSTALL_MS,
);

test.skipIf(mosquittoMissing)(
  'the birth message of Home Assistant brings the announcement again, also with the retained one wiped out',
  async () => {
    const broker = await Mosquitto.start('secret');
    const subscriber = await at(broker);
    const source = `file:${recording([harbourSamples(300, [])])}`;
    new RunningDaemon(await pier(broker, [{ name: 'north', source, realtime: true }]));
    const topic = 'homeassistant/device/pier/config';
    const announced = () => subscriber.arrivals.filter((each) => each.topic === topic && each.text !== '');
    await subscriber.until(() => announced().length === 1);
    await subscriber.publish(topic, '', true);
    await subscriber.publish('homeassistant/status', 'online');
    await subscriber.until(() => announced().length === 2);
    expect(announced()[1]!.text).toBe(announced()[0]!.text);
  },
);

test.skipIf(mosquittoMissing)(
  'a broker that keeps Home Assistant’s topics to itself costs nothing but the announcement, and the log says so',
  async () => {
    const acl = join(temporaryFolder(), 'acl');
    writeFileSync(acl, 'user node\ntopic readwrite hydro/#\n', { mode: 0o644 });
    const broker = await Mosquitto.start('secret', [`acl_file ${acl}`]);
    const subscriber = await at(broker);
    const source = `file:${recording([harbourSamples(60, [])])}`;
    const daemon = new RunningDaemon(await pier(broker, [{ name: 'north', source, realtime: 20 }]));
    await daemon.says('no Home Assistant: the broker refuses homeassistant/device/pier/config');
    expect(await daemon.ended()).toEqual([0, null]);
    await subscriber.until((arrivals) => arrivals.at(-1)?.text === 'offline');
    expect(daemon.log.filter(({ msg }) => msg === 'connected')).toHaveLength(1);
    expect(subscriber.arrivals.some(({ topic }) => topic.endsWith('/effort'))).toBe(true);
  },
);
