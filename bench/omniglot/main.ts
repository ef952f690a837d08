// Trains on the minimal background sets of Omniglot and scores the 20 published one-shot runs (docs/FEW_SHOT.md):
//   npm run omniglot -- FOLDER [-o OUTPUT] [--objective prototypical] [--hold-out Greek] [--episodes 1800]
// FOLDER holds Omniglot's zip files. Interrupted, the same command goes on.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { progressBar } from '../../src/commands/progress.js';
import { readImageSet, withTurnedDomains } from '../../src/training/few-shot/image-set.js';
import { splitDomains } from '../../src/training/few-shot/patch-set.js';
import { trainFewShot } from '../../src/training/few-shot/trainer.js';
import { DEFAULT_FEW_SHOT_OPTIONS, fewShotOptions } from '../../src/training/few-shot/training-options.js';
import { openTrainingBackend } from '../../src/training/training-backend.js';
import { type OneShotRun, oneShotRunsError, readOneShotRuns } from './one-shot-runs.js';
import { BACKGROUND_SETS, unpack } from './unpack.js';

const PATCH_SIZE = 35;
const VIEWS = [1, 12];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    output: { type: 'string', short: 'o', default: join(tmpdir(), 'hullprint-omniglot') },
    objective: { type: 'string', multiple: true, default: ['prototypical', 'siamese'] },
    episodes: { type: 'string', default: String(DEFAULT_FEW_SHOT_OPTIONS.episodes) },
    /** An alphabet to validate on. Nothing is told of the published runs then: settings are chosen by these alone. */
    'hold-out': { type: 'string' },
  },
});
const heldOut = values['hold-out'];
const backend = await openTrainingBackend();
for (const { backend: name, reason } of backend.skipped) console.log(`not on ${name}: ${reason}`);
console.log(`training on ${backend.name}: ${backend.device}`);

const unpacked = mkdtempSync(join(tmpdir(), 'omniglot-'));
try {
  unpack(positionals[0] ?? '.', [...BACKGROUND_SETS, 'all_runs'], unpacked);
  const runs = await readOneShotRuns(unpacked, PATCH_SIZE);
  for (const objective of values.objective) {
    const errors: number[] = [];
    for (const name of BACKGROUND_SETS) errors.push(await trainAndScore(objective, name, runs));
    if (!heldOut) console.log(`${objective}, mean of both sets: ${percent((errors[0]! + errors[1]!) / 2)}`);
  }
} finally {
  rmSync(unpacked, { recursive: true });
}

/** Gives the error with the most views. */
async function trainAndScore(objective: string, name: string, runs: readonly OneShotRun[]): Promise<number> {
  const set = await readImageSet(join(unpacked, name), PATCH_SIZE);
  const { training, validation } = splitDomains(set, (domain) => domain.name === heldOut);
  const options = fewShotOptions.parse({
    ...DEFAULT_FEW_SHOT_OPTIONS,
    objective,
    episodes: Number(values.episodes),
  });
  const bar = progressBar(options.episodes, 'episodes');
  const started = performance.now();
  const { encoder, history } = await trainFewShot({
    options,
    data: heldOut ? `${name} without ${heldOut}` : name,
    training: withTurnedDomains(training),
    validation,
    folder: join(values.output, [objective, name, heldOut].filter(Boolean).join('-')),
    onProgress: (episode) => bar.update(episode),
  }).finally(() => bar.stop());
  const seconds = Math.round((performance.now() - started) / 1000);
  const lead = `${objective} ${name}, ${history.at(-1)!.episode} episodes, ${seconds} s:`;
  let error = Number.NaN;
  if (heldOut) {
    const least = Math.min(...history.map(({ validationError }) => validationError!));
    console.log(lead, `${percent(least)} wrong on ${heldOut}`);
  } else {
    for (const views of VIEWS) {
      error = await oneShotRunsError(encoder, set, runs, views);
      console.log(lead, `${percent(error)} wrong with ${views} views`);
    }
  }
  encoder.dispose();
  return error;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
