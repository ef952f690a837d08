import { basename, join } from 'node:path';
import { readIndex } from '../datasets/index-file.js';
import { ExitCode, HullprintError } from '../errors.js';
import { AnalysisSignal } from '../features/analysis-signal.js';
import { readLeaf } from '../features/leaf-file.js';
import { scaleForLeaf } from '../features/leaf-input.js';
import { initialLeaf, type Leaf, publishedLeaf } from '../features/leaf-parameters.js';
import { drawLeaf } from '../features/pictures/leaf-picture.js';
import { hearStretch, type Stretch } from '../hear-stretch.js';
import { openRecording } from './open-recording.js';
import { progressBar } from './progress.js';
import { expectPicture, writePicture, writePictureBelow } from './write-picture.js';

/** Draws the LEAF features of a recording, or of every one that an index lists into a folder. */
export async function renderLeaf(
  file: string,
  output: string,
  stretch: Stretch,
  parameters: string | true,
): Promise<void> {
  const leaf = parameters === true ? initialLeaf(publishedLeaf) : await readLeaf(parameters);
  const kind = parameters === true ? 'LEAF before training' : `LEAF of ${basename(parameters)}`;
  if (file.toLowerCase().endsWith('.csv')) return renderIndex(file, output, stretch, leaf, kind);
  await expectPicture(output);
  await writePicture(output, await render(file, stretch, leaf, kind));
}

async function renderIndex(
  index: string,
  folder: string,
  stretch: Stretch,
  leaf: Leaf,
  kind: string,
): Promise<void> {
  const cuts = (await readIndex(index)).flatMap(({ paths, files }) =>
    files.map((file, i) => ({ file, path: paths[i]! })),
  );
  const bar = progressBar(cuts.length, 'recordings');
  try {
    for (const { file, path } of cuts) {
      await writePictureBelow(join(folder, pictureName(path)), await render(file, stretch, leaf, kind));
      bar.increment();
    }
  } finally {
    bar.stop();
  }
}

/** The path that the index writes, kept below the folder of the pictures. */
function pictureName(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
  return `${parts.join('/')}.png`;
}

async function render(file: string, stretch: Stretch, leaf: Leaf, kind: string): Promise<Buffer> {
  const signal = await hearStretch(
    openRecording(file),
    stretch,
    (sampleRateHz) => new AnalysisSignal(sampleRateHz),
  );
  const samples = signal?.end() ?? new Float32Array(0);
  if (samples.length < leaf.windowSamples) {
    throw new HullprintError({
      operation: 'draw',
      subject: file,
      reason: 'there is less sound than one window of LEAF',
      hint: 'Look at --from, --to and the length of the recording',
      exitCode: ExitCode.data,
    });
  }
  const title = `${basename(file)}, input ${stretch.input}: ${kind}`;
  return drawLeaf(title, scaleForLeaf(samples), stretch.from, leaf);
}
