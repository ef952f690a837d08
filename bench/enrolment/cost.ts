// What enrolment costs: npx tsx bench/enrolment/cost.ts (wants a built dist)
// Three recordings of a minute enrolled by the command line on one core, and a window judged against 1,000 classes.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pcm24, wavHeader } from '../../src/clips/wav24.js';
import { loadModel } from '../../src/model.js';
import { EnrolledClasses, judgeWithClasses } from '../../src/prototypes/enrolled-classes.js';
import { Random } from '../../src/simulator/random.js';
import { harbour } from '../harbour.js';

const RATE_HZ = 48_000;
const SECONDS = 60;
const CLASSES = 1000;
const WINDOWS = 400;

const folder = mkdtempSync(join(tmpdir(), 'hullprint-cost-'));
try {
  const samples = harbour(RATE_HZ, 3 * SECONDS);
  const files = [0, 1, 2].map((i) => {
    const pcm = pcm24(samples.subarray(i * SECONDS * RATE_HZ, (i + 1) * SECONDS * RATE_HZ));
    const file = join(folder, `${i}.wav`);
    writeFileSync(file, Buffer.concat([wavHeader(RATE_HZ, pcm.length), pcm]));
    return file;
  });
  for (const model of ['band-statistics', 'siamese']) {
    const state = join(folder, model);
    const began = performance.now();
    const args = ['dist/main.js', 'enroll', 'tanker', ...files, '--size', 'big', '--force'];
    const { status, stderr } = spawnSync('taskset', [
      '-c',
      '0',
      process.execPath,
      ...args,
      '--state',
      state,
      '--model',
      model,
    ]);
    if (status !== 0) throw new Error(String(stderr));
    console.log(
      `${model}: three recordings of a minute at 48 kHz enrolled in ${((performance.now() - began) / 1000).toFixed(1)} s`,
    );
    const { encoder, judge, space, manifest } = await loadModel(model);
    const random = new Random('cost');
    const vector = () =>
      Float32Array.from({ length: manifest.embeddingLength }, (_, i) =>
        i === manifest.embeddingLength - 1 ? 0 : random.normal(),
      );
    const classes = Array.from({ length: CLASSES }, (_, i) => ({
      ...{ name: `c${i}`, size: 'big' as const, recordings: [[vector()]] },
    }));
    const windows = Array.from({ length: WINDOWS }, vector);
    const cost = (of: typeof judge) => {
      const before = performance.now();
      for (const window of windows) of.assess(window);
      return (performance.now() - before) / WINDOWS;
    };
    const taught = judgeWithClasses(judge, new EnrolledClasses(classes, space));
    for (const each of [judge, taught]) cost(each);
    console.log(`${model}: ${CLASSES} classes add ${(cost(taught) - cost(judge)).toFixed(2)} ms a window`);
    encoder.dispose();
  }
} finally {
  rmSync(folder, { recursive: true });
}
