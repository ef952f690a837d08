// What ships of known size do to the sizes of others behind a tilted recorder (docs/ENROLLMENT.md), on real recordings:
//   npx tsx bench/enrolment/real-tilt.ts INDEX.csv
// All recordings of sources that begin alike (deepship, shipsear) are one site; who teaches is not asked.
import { readIndex } from '../../src/datasets/index-file.js';
import { parseChange } from '../../src/evaluation/audio-change.js';
import { assessAll, hearCuts } from '../../src/evaluation/recording.js';
import { loadModel } from '../../src/model.js';
import { appliedResponse } from '../../src/site/applied-response.js';
import { estimateRecorder, type KnownShip } from '../../src/site/recorder-estimate.js';
import { meanFeatures } from '../../src/site/site-features.js';

const model = await loadModel('band-statistics');
const all = (await readIndex(process.argv[2]!)).filter(({ size }) => size === 'big' || size === 'small');
for (const site of ['deepship', 'shipsear']) {
  const recordings = all.filter(({ source }) => source.startsWith(site));
  for (const change of [null, 'tilt-6', 'tilt+6']) {
    const hear = (files: readonly string[], response?: ReturnType<typeof appliedResponse>) =>
      hearCuts(files, model.encoder, {
        change: change === null ? null : parseChange(change),
        ...(response && { response }),
        compression: model.compression,
      });
    const plain = await Promise.all(recordings.map(({ files }) => hear(files)));
    const ofSize = (size: string) => recordings.flatMap((each, i) => (each.size === size ? [i] : []));
    for (const [bigs, smalls] of [
      [0, 0],
      [1, 0],
      [3, 0],
      [1, 1],
      [3, 3],
    ] as const) {
      const teach = [...ofSize('big').slice(0, bigs), ...ofSize('small').slice(0, smalls)];
      if (ofSize('small').length <= smalls || ofSize('big').length <= bigs) continue;
      const known = teach.flatMap((i): KnownShip[] => {
        const features = meanFeatures(plain[i]!.features.map((each) => ({ features: each, weight: 1 })));
        return features ? [{ features, size: recordings[i]!.size as 'big' | 'small' }] : [];
      });
      const estimate = estimateRecorder(model.prior!, { clips: [], passages: [], known });
      const response = teach.length > 0 ? appliedResponse(estimate) : undefined;
      const right = { big: [0, 0], small: [0, 0] };
      for (const [i, recording] of recordings.entries()) {
        // The same recordings are asked whoever taught, so that rows can be compared.
        if (ofSize('big').slice(0, 3).includes(i) || ofSize('small').slice(0, 3).includes(i)) {
          if (recording.size === 'big' || ofSize('small').length > 3) continue;
        }
        const { embeddings } = await hear(recording.files, response);
        const verdict = model.pool(assessAll(model.judge, embeddings));
        const counts = right[recording.size as 'big' | 'small'];
        counts[0]! += Number(verdict.size === recording.size);
        counts[1]!++;
      }
      console.log(
        `${site} ${change ?? 'as recorded'}, taught by ${bigs} big and ${smalls} small (${(response?.tiltDbPerDecade ?? 0).toFixed(1)} dB a decade taken off): ` +
          `big ${right.big.join(' of ')}, small ${right.small.join(' of ')}`,
      );
    }
  }
}
