// Compares front ends on simulated vessels, sites and hydrophones apart (docs/FRONT_ENDS.md):
//   npm run study:front-ends -- [-o FOLDER] [--study short|long]… [--front-end NAME]…
// Each run is kept in FOLDER; the same command goes on where it was stopped. When all runs of a study are
// there it writes bench/front-ends/results.json and the page.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { balancedAccuracy } from '../../src/evaluation/scores.js';
import { openTrainingBackend } from '../../src/training/training-backend.js';
import { type Clip, renderClips } from './clips.js';
import { frontEndsPage } from './page.js';
import { formatResults, gatherResults, readRun, runPath } from './results.js';
import { run } from './run.js';
import { outcomesOf } from './scores.js';
import { runsOf, STUDIES, type StudyName } from './studies.js';

const RESULTS = 'bench/front-ends/results.json';
const PAGE = 'docs/FRONT_ENDS.md';

const { values } = parseArgs({
  options: {
    output: { type: 'string', short: 'o', default: join(tmpdir(), 'hullprint-front-ends') },
    study: { type: 'string', multiple: true, default: Object.keys(STUDIES) },
    'front-end': { type: 'string', multiple: true },
  },
});
mkdirSync(values.output, { recursive: true });
const backend = await openTrainingBackend();
for (const { backend: name, reason } of backend.skipped) console.log(`not on ${name}: ${reason}`);
console.log(`training on ${backend.name}: ${backend.device}`);
for (const study of values.study as StudyName[]) await runStudy(study);

const results = gatherResults(values.output);
if (results) {
  writeFileSync(RESULTS, formatResults(results));
  writeFileSync(PAGE, frontEndsPage(results));
  console.log(`wrote ${RESULTS} and ${PAGE}`);
}

async function runStudy(study: StudyName): Promise<void> {
  const { protocol } = STUDIES[study];
  let clips: { training: Clip[]; validation: Clip[] } | undefined;
  for (const { frontEnd, seed } of runsOf(study)) {
    if (values['front-end'] && !values['front-end'].includes(frontEnd)) continue;
    const path = runPath(values.output, study, frontEnd, seed);
    if (readRun(path, study)) continue;
    clips ??= {
      training: renderClips('training', protocol.trainingClips),
      validation: renderClips('validation', protocol.validationClips),
    };
    const result = await run({ frontEnd, seed, protocol, ...clips });
    writeFileSync(`${path}.unfinished`, JSON.stringify(result));
    renameSync(`${path}.unfinished`, path);
    const accuracy = balancedAccuracy(outcomesOf(result, 'as recorded'));
    console.log(
      `${study} ${frontEnd} seed ${seed}: balanced accuracy ${accuracy.toFixed(3)},`,
      `loss ${result.losses.at(-1)}, ${result.msPerSecond} ms/s, trained in ${result.trainingSeconds.toFixed(0)} s`,
    );
  }
}
