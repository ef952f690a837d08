// What enrolment makes of real recordings (docs/ENROLLMENT.md):
//   npx tsx bench/enrolment/real.ts INDEX.csv [--model NAME]…
// Each vessel with several recordings is taught from all but one, and that one and all others are asked.
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { readIndex } from '../../src/datasets/index-file.js';
import { samePassage } from '../../src/enrollment/same-passage.js';
import { areaUnderCurve } from '../../src/evaluation/demon-area.js';
import { hearCuts } from '../../src/evaluation/recording.js';
import { loadModel } from '../../src/model.js';
import { EnrolledClasses } from '../../src/prototypes/enrolled-classes.js';
import { plainSpace } from '../../src/prototypes/plain-space.js';

/** A recording as a model embeds it. */
interface Heard {
  recordingId: string;
  vessel: string;
  file: string;
  embeddings: Float32Array[];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { model: { type: 'string', multiple: true, default: ['band-statistics', 'siamese'] } },
});
const ships = (await readIndex(positionals[0]!)).filter(
  ({ size }) => size !== 'none' && size !== 'unlabelled',
);
for (const name of values.model) {
  const { encoder, compression, space } = await loadModel(name);
  const heard: Heard[] = [];
  for (const { recordingId, vessel, files } of ships) {
    const { embeddings } = await hearCuts(files, encoder, { compression });
    if (embeddings.length > 0) heard.push({ recordingId, vessel, file: basename(files[0]!), embeddings });
  }
  encoder.dispose();
  console.log(
    `\n${name}: ${heard.length} recordings of ${new Set(heard.map(({ vessel }) => vessel)).size} vessels`,
  );
  const named = (classes: EnrolledClasses, windows: readonly Float32Array[]) =>
    windows.filter((window) => classes.recognise(window) !== null).length > windows.length / 2;
  const areas: Record<string, number[]> = { shipped: [], plain: [] };
  for (const held of heard) {
    const own = heard.filter(({ vessel }) => vessel === held.vessel);
    if (held.vessel === '' || own.length < 2) continue;
    const recordings = own.filter((each) => each !== held).map(({ embeddings }) => embeddings);
    const classes = new EnrolledClasses([{ name: held.vessel, size: 'big', recordings }], space);
    const others = heard.filter(({ vessel }) => vessel !== held.vessel);
    for (const [which, each] of [
      ['shipped', space],
      ['plain', plainSpace],
    ] as const) {
      const taught = new EnrolledClasses([{ name: held.vessel, size: 'big', recordings }], each);
      const nearness = ({ embeddings }: Heard) => -medianDistance(taught, embeddings);
      areas[which]!.push(areaUnderCurve([nearness(held)], others.map(nearness))!);
    }
    const strangers = others.filter(({ embeddings }) => named(classes, embeddings));
    const median = medianDistance(classes, held.embeddings);
    const { reach } = space.meaning(recordings);
    const is = named(classes, held.embeddings) ? 'recognised' : 'not recognised';
    console.log(
      `${held.vessel}: ${held.recordingId} ${is} after ${recordings.length} (${median.toFixed(2)}, reach ${reach.toFixed(2)}); ` +
        `${strangers.length} of ${others.length} others named`,
    );
  }
  for (const [which, each] of Object.entries(areas))
    console.log(`AUROC, ${which}: ${(each.reduce((sum, area) => sum + area, 0) / each.length).toFixed(2)}`);
  const halves = heard
    .filter(({ embeddings }) => embeddings.length >= 4)
    .filter(({ file, embeddings }) => {
      const half = Math.floor(embeddings.length / 2);
      const [first, second] = [embeddings.slice(0, half), embeddings.slice(-half)];
      return samePassage({ file, embeddings: first }, { file, embeddings: second });
    });
  const pairs = heard.flatMap((one, i) => heard.slice(0, i).filter((other) => samePassage(one, other)));
  console.log(
    `halves of one recording taken for one passage: ${halves.length} of ${heard.filter(({ embeddings }) => embeddings.length >= 4).length}; ` +
      `different recordings: ${pairs.length} of ${(heard.length * (heard.length - 1)) / 2}`,
  );
}

function medianDistance(classes: EnrolledClasses, windows: readonly Float32Array[]): number {
  const distances = windows.map((window) => classes.nearest(window)[0]?.distance ?? Number.POSITIVE_INFINITY);
  return distances.sort((a, b) => a - b)[Math.floor(distances.length / 2)]!;
}
