// How well an enrolled vessel is told from others and from the sea (docs/ENROLLMENT.md), on simulated passages:
//   npm run study:enrolment -- [--model NAME]… [--vessels 48] [--seed enrolment]
// Support and query are never of one site, hydrophone or sea.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { progressBar } from '../src/commands/progress.js';
import { readIndex } from '../src/datasets/index-file.js';
import { areaUnderCurve } from '../src/evaluation/demon-area.js';
import { hearCuts } from '../src/evaluation/recording.js';
import { textTable } from '../src/evaluation/text-table.js';
import { loadModel } from '../src/model.js';
import type { Size } from '../src/prototypes/assessment.js';
import { EnrolledClasses } from '../src/prototypes/enrolled-classes.js';
import { writePassages } from '../src/simulator/output/write-passages.js';
import { Random } from '../src/simulator/random.js';

const SHOTS = [1, 3, 5];
const RECORDINGS_OF_A_VESSEL = 8;
const SECONDS = 15;
const RESAMPLES = 2000;

interface Heard {
  vessel: string;
  size: Size;
  windows: Float32Array[];
}

/** What became of the recordings that one enrolled vessel was tried on. */
interface Trial {
  otherAuc: number;
  seaAuc: number;
  recognised: number;
  othersNamed: number;
  seaNamed: number;
}

const { values } = parseArgs({
  options: {
    model: { type: 'string', multiple: true, default: ['band-statistics', 'siamese'] },
    vessels: { type: 'string', default: '48' },
    seed: { type: 'string', default: 'enrolment' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'hullprint-enrolment-'));
try {
  const set = {
    seed: values.seed,
    vessels: Number(values.vessels),
    recordingsPerVessel: RECORDINGS_OF_A_VESSEL,
    sites: 12,
    seconds: SECONDS,
  };
  await writePassages(set, join(folder, 'passages'));
  const rows = [];
  for (const model of values.model) {
    const heard = await hear(join(folder, 'passages', 'index.csv'), model);
    for (const shots of SHOTS) rows.push([model, String(shots), ...figures(trialsOf(heard, shots))]);
  }
  const heads = ['model', 'k', 'AUROC, others', 'AUROC, sea', 'recognised', 'others named', 'sea named'];
  console.log(textTable(heads, rows));
} finally {
  rmSync(folder, { recursive: true });
}

async function hear(index: string, model: string): Promise<Heard[]> {
  const { encoder, compression } = await loadModel(model);
  const recordings = await readIndex(index);
  const bar = progressBar(recordings.length, 'recordings');
  const heard: Heard[] = [];
  for (const { files, vessel, size } of recordings) {
    const { embeddings } = await hearCuts(files, encoder, { compression });
    heard.push({ vessel: vessel ?? 'none', size: size as Size, windows: embeddings });
    bar.increment();
  }
  bar.stop();
  encoder.dispose();
  return heard;
}

/** Each vessel in turn is the one that is enrolled, from its first recordings. */
function trialsOf(heard: readonly Heard[], shots: number): Trial[] {
  const vessels = [...new Set(heard.filter(({ size }) => size !== 'none').map(({ vessel }) => vessel))];
  const seas = heard.filter(({ size }) => size === 'none');
  return vessels.map((name) => {
    const own = heard.filter(({ vessel }) => vessel === name);
    const others = heard.filter(({ vessel, size }) => size !== 'none' && vessel !== name);
    const recordings = own.slice(0, shots).map(({ windows }) => windows);
    const classes = new EnrolledClasses([{ name, size: own[0]!.size, recordings }]);
    const asked = own.slice(shots);
    const nearness = (group: readonly Heard[]) =>
      group.map(({ windows }) => -medianDistance(classes, windows));
    const named = (group: readonly Heard[]) =>
      group.filter(({ windows }) => mostAreNamed(classes, windows)).length / group.length;
    return {
      otherAuc: areaUnderCurve(nearness(asked), nearness(others))!,
      seaAuc: areaUnderCurve(nearness(asked), nearness(seas))!,
      recognised: named(asked),
      othersNamed: named(others),
      seaNamed: named(seas),
    };
  });
}

function medianDistance(classes: EnrolledClasses, windows: readonly Float32Array[]): number {
  const distances = windows.map((window) => classes.nearest(window)[0]?.distance ?? Number.POSITIVE_INFINITY);
  return distances.sort((a, b) => a - b)[Math.floor(distances.length / 2)]!;
}

function mostAreNamed(classes: EnrolledClasses, windows: readonly Float32Array[]): boolean {
  return windows.filter((window) => classes.recognise(window) !== null).length > windows.length / 2;
}

/** Means over the vessels with 95 % intervals, bootstrapped over them. */
function figures(trials: readonly Trial[]): string[] {
  const keys = ['otherAuc', 'seaAuc', 'recognised', 'othersNamed', 'seaNamed'] as const;
  return keys.map((key) => {
    const figures = trials.map((trial) => trial[key]);
    const random = new Random('enrolment bootstrap');
    const means = Float64Array.from({ length: RESAMPLES }, () =>
      meanOf(figures.map(() => random.choice(figures))),
    ).sort();
    const [low, high] = [means[Math.floor(0.025 * RESAMPLES)]!, means[Math.ceil(0.975 * RESAMPLES) - 1]!];
    return `${meanOf(figures).toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
  });
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
