// How well an enrolled vessel is told from others and from the sea (docs/ENROLLMENT.md), on simulated passages:
//   npm run study:enrolment -- [--model NAME]… [--vessels 48] [--seed enrolment]
// Support and query are never of one site, hydrophone or sea.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { progressBar } from '../src/commands/progress.js';
import { readIndex } from '../src/datasets/index-file.js';
import { hearCuts } from '../src/evaluation/recording.js';
import { textTable } from '../src/evaluation/text-table.js';
import { loadModel } from '../src/model.js';
import type { Size } from '../src/prototypes/assessment.js';
import type { ClassSpace } from '../src/prototypes/class-space.js';
import { plainSpace } from '../src/prototypes/plain-space.js';
import { writePassages } from '../src/simulator/output/write-passages.js';
import { figures, HEADINGS, reliability } from './enrolment/figures.js';
import { type Heard, trialsOf, waysOf } from './enrolment/trials.js';

const SHOTS = [1, 3, 5, 10];
const RECORDINGS_OF_A_VESSEL = 14;
const SITES = 14;
const SECONDS = 15;

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
    sites: SITES,
    seconds: SECONDS,
  };
  await writePassages(set, join(folder, 'passages'));
  const rows: string[][] = [];
  const diagrams: string[] = [];
  for (const model of values.model) {
    const { heard, space } = await hear(join(folder, 'passages', 'index.csv'), model);
    const spaces: [string, ClassSpace][] = [
      ['shipped', space],
      ['plain', plainSpace],
    ];
    diagrams.push(`reliability of ${model}, k = 3`, ...reliability(trialsOf(heard, 3, space)));
    for (const [head, each] of spaces)
      for (const shots of SHOTS)
        rows.push([
          model,
          head,
          String(shots),
          ...figures(trialsOf(heard, shots, each), waysOf(heard, shots, each)),
        ]);
  }
  console.log(textTable(['model', 'head', 'k', ...HEADINGS], rows));
  console.log(diagrams.join('\n'));
} finally {
  rmSync(folder, { recursive: true });
}

async function hear(index: string, model: string): Promise<{ heard: Heard[]; space: ClassSpace }> {
  const { encoder, compression, space } = await loadModel(model);
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
  return { heard, space };
}
