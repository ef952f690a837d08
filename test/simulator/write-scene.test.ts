import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { readWavInfo } from '../../src/capture/wav-file.js';
import { readIndex } from '../../src/datasets/index-file.js';
import { writeScene } from '../../src/simulator/output/write-scene.js';
import { type ScenarioInput, scenarioSchema } from '../../src/simulator/scenario.js';
import { temporaryFolder } from '../store/temporary-folder.js';
import { aisField } from './ais-fields.js';

const strait = {
  seed: 'strait',
  durationSeconds: 240,
  sampleRateHz: 8000,
  shelter: { rangeM: 100, dbPerKm: 250 },
  start: '2026-03-04T05:06:07Z',
  hydrophones: [
    { name: 'west', positionM: [-40, 0], depthM: 15 },
    { name: 'east', positionM: [40, 0], depthM: 15 },
  ],
  passages: [
    { vesselType: 'tanker', lengthM: 180, speedKn: 16, closestApproachSeconds: 60, closestApproachM: 150 },
    {
      vesselType: 'recreational',
      lengthM: 9,
      speedKn: 20,
      closestApproachSeconds: 180,
      closestApproachM: 60,
    },
  ],
} satisfies ScenarioInput;

type Row = Record<string, string>;
const table = (path: string): Row[] => parse(readFileSync(path), { columns: true });

test('a scene is written with recordings, index, truth and AIS that agree', async () => {
  const folder = join(temporaryFolder(), 'new');
  const scenario = scenarioSchema.parse(strait);
  const written = await writeScene(scenario, folder);

  for (const name of ['west', 'east'])
    expect(await readWavInfo(join(folder, `${name}.wav`))).toMatchObject({
      frames: 240 * 8000,
      missingFrames: 0,
    });

  // The index is one that `evaluate` takes, and holds each ship once by each hydrophone.
  const recordings = await readIndex(join(folder, 'index.csv'));
  expect(recordings).toHaveLength(written.recordings);
  for (const size of ['big', 'small']) expect(recordings.filter((one) => one.size === size)).toHaveLength(2);
  expect(recordings.filter(({ size }) => size === 'none').length).toBeGreaterThan(0);
  for (const row of table(join(folder, 'index.csv'))) {
    const { seconds, frames } = (await readWavInfo(join(folder, row.path!)))!;
    expect(seconds).toBe(Number(row.seconds));
    const from = Number(/^\d+/.exec(row.note!)![0]) * 8000;
    const whole = readFileSync(join(folder, `${row.hydrophone!.split('/')[1]}.wav`));
    const cut = readFileSync(join(folder, row.path!));
    expect(cut.subarray(44).equals(whole.subarray(44 + 2 * from, 44 + 2 * (from + frames)))).toBe(true);
  }

  // Truth: a row a second for each ship and hydrophone, nearest and loudest when it was written to be.
  const truth = table(join(folder, 'truth.csv'));
  expect(truth).toHaveLength(240 * 2 * 2);
  const tanker = truth.filter((row) => row.vessel === 'strait/tanker 1' && row.hydrophone === 'east');
  const nearest = tanker.reduce((best, row) => (Number(row.range_m) < Number(best.range_m) ? row : best));
  const loudest = tanker.reduce((best, row) => (Number(row.snr_db) > Number(best.snr_db) ? row : best));
  expect(Number(nearest.range_m)).toBeCloseTo(150, 0);
  expect(Math.abs(Number(nearest.seconds) - 60 - 40 / (16 * 0.5144))).toBeLessThan(1);
  expect(Math.abs(Number(loudest.seconds) - Number(nearest.seconds))).toBeLessThan(20);
  expect(Number(loudest.snr_db)).toBeGreaterThan(10);

  // What the index says of a ship is what the truth says of her while she is recorded.
  for (const row of table(join(folder, 'index.csv'))) {
    const [from, until] = row.note!.split(/[– ]/).map(Number);
    const seconds = truth.filter(
      (one) =>
        one.vessel === row.vessel &&
        row.hydrophone!.endsWith(`/${one.hydrophone}`) &&
        Number(one.seconds) > from! &&
        Number(one.seconds) <= until!,
    );
    if (row.size === 'none') expect([row.range_m, row.snr_db, seconds.length]).toEqual(['', '', 0]);
    else {
      expect(seconds).toHaveLength(Number(row.seconds));
      expect(Number(row.range_m)).toBe(Math.min(...seconds.map((one) => Number(one.range_m))));
      const meanSnrDb = seconds.reduce((sum, one) => sum + Number(one.snr_db), 0) / seconds.length;
      expect(Number(row.snr_db)).toBeCloseTo(meanSnrDb, 1);
    }
    expect(row.full_scale_db).toBe('165.00');
  }

  // AIS: whoever takes range and time from it finds the same ships at the same range.
  const lines = readFileSync(join(folder, 'ais.nmea'), 'latin1').trimEnd().split('\r\n');
  expect(lines).toHaveLength(written.aisSentences);
  const startSeconds = Date.parse(strait.start) / 1000;
  let compared = 0;
  for (const line of lines) {
    const [, time, sentence] = /^\\c:(\d+)\*..\\(.*)$/.exec(line)!;
    if (aisField([sentence!], 0, 6) !== 1) continue;
    const [latitude, longitude] = [aisField([sentence!], 89, 27), aisField([sentence!], 61, 28)];
    const northM = (latitude / 600_000 - 54.1) * 111_120;
    const eastM = (longitude / 600_000 - 7.9) * 111_120 * Math.cos((54.1 / 180) * Math.PI);
    const seconds = Number(time) - startSeconds;
    const row = tanker.find((one) => Number(one.seconds) === seconds);
    if (!row) continue;
    expect(aisField([sentence!], 8, 30)).toBe(Number(row.mmsi));
    expect(Math.abs(Math.hypot(eastM - 40, northM) - Number(row.range_m))).toBeLessThan(1);
    compared++;
  }
  expect(compared).toBeGreaterThan(20);
});

test('the same scenario is written with the same bytes again', async () => {
  const scenario = scenarioSchema.parse({ ...strait, durationSeconds: 20 });
  const [first, again] = [join(temporaryFolder(), 'a'), join(temporaryFolder(), 'b')];
  await writeScene(scenario, first);
  await writeScene(scenario, again);
  for (const name of ['west.wav', 'east.wav', 'index.csv', 'truth.csv', 'ais.nmea', 'scenario.json'])
    expect(readFileSync(join(first, name)).equals(readFileSync(join(again, name))), name).toBe(true);
});

test('a folder that holds something, or cannot be, is refused and left as it is', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'mine.txt'), 'mine');
  const scenario = scenarioSchema.parse(strait);
  await expect(writeScene(scenario, folder)).rejects.toMatchObject({ exitCode: 73 });
  mkdirSync(join(folder, 'empty'));
  await expect(writeScene(scenario, join(folder, 'mine.txt', 'x'))).rejects.toThrow(
    /cannot write scene to .*mine.txt/,
  );
  const endless = { ...scenario, durationSeconds: 1e6 };
  await expect(writeScene(endless, join(folder, 'empty'))).rejects.toMatchObject({ exitCode: 65 });
});
