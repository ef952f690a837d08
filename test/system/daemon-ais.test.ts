import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../store/temporary-folder.js';
import { configuration, hullprint, RunningDaemon } from './fixtures/hullprint.js';
import { Mosquitto, mosquittoMissing } from './fixtures/mosquitto.js';
import { listenerAt, pier } from './fixtures/pier.js';

const SPEED = 25;

/** A ferry goes by three times, before the third late enough for a person to agree to what AIS says. */
const scene = {
  seed: 'ferry',
  durationSeconds: 1320,
  depthM: 22,
  seabed: 'sand',
  shelter: { rangeM: 300, dbPerKm: 110 },
  ambient: { shipping: 0.2, windMS: 4, spreadDb: 1 },
  hydrophones: [{ name: 'north', positionM: [0, 120], depthM: 19 }],
  middleDegrees: [54.1, 7.9],
  passages: [150, 500, 1150].map((closestApproachSeconds) => ({
    ...{ name: 'EVENING STAR', vesselType: 'passenger', lengthM: 150, speedKn: 12 },
    ...{ closestApproachSeconds, closestApproachM: 240, courseDegrees: 90 },
    ...{ shaftHz: 2.3, bladeCount: 4, modulationDepth: 0.25 },
  })),
};

test.skipIf(mosquittoMissing)(
  'AIS names the ships that are heard, and what it names is enrolled when a person agrees',
  async () => {
    const broker = await Mosquitto.start('secret');
    const listener = await listenerAt(broker);
    const scenario = configuration(scene);
    const folder = join(temporaryFolder(), 'scene');
    expect((await hullprint(['simulate', scenario, '-o', folder])).code).toBe(0);
    const config = {
      ...(await pier(broker, [{ name: 'north', source: `simulate:${scenario}`, realtime: SPEED }])),
      model: 'band-statistics',
      clips: { freeDiskMegabytes: 0 },
      position: { latitude: 54.1, longitude: 7.9 },
      ais: { port: 0 },
    };
    const daemon = new RunningDaemon(config);
    const { port } = await daemon.says('listening for AIS');
    const nmea = join(folder, 'ais.nmea');
    const replayed = hullprint(['replay-ais', nmea, '--to', `127.0.0.1:${port}`, '--speed', String(SPEED)]);
    await daemon.says('AIS is heard');
    const ends = () => listener.of('event').filter(({ phase }) => phase === 'end');
    await listener.until(() => ends().length === 2);

    const path = configuration(config);
    const told = await hullprint(['label', '--from-ais', '-c', path]);
    expect(told.stdout).toMatch(/^evening-star: big, 150 m, MMSI 200\d{6}, 2 × /);
    expect(told.stdout).toContain(ends()[0]!.id);
    expect((await hullprint(['classes', 'list', '-c', path])).stdout).toBe('no classes are enrolled\n');
    const agreed = await hullprint(['label', '--from-ais', '--yes', '--force', '-c', path]);
    expect([agreed.stderr, agreed.code]).toEqual(['', 0]);
    expect((await hullprint(['classes', 'list', '-c', path])).stdout).toBe(
      'evening-star: big, 2 recordings\n',
    );

    expect(await daemon.ended()).toEqual([0, null]);
    expect(await replayed).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d{3,} sentences\n$/) });
    await listener.until(({ statuses }) => statuses.at(-1) === 'offline');
    for (const { ais } of ends())
      expect(ais).toMatchObject({ name: 'EVENING STAR', lengthM: 150, type: 60, rangeM: expect.any(Number) });
    expect(ends().at(-1)!.vesselClass?.name).toBe('evening-star');
  },
);
