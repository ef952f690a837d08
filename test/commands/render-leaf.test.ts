import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { Command } from 'commander';
import { expect, test, vi } from 'vitest';
import { renderCommand } from '../../src/commands/render.js';
import { trainCommand } from '../../src/commands/train.js';
import { ExitCode } from '../../src/errors.js';
import { formatLeaf, readLeaf } from '../../src/features/leaf-file.js';
import { initialLeaf, publishedLeaf } from '../../src/features/leaf-parameters.js';
import { bandAxis } from '../../src/features/pictures/axis.js';
import { LEAF_AREA, LEAF_PICTURE } from '../../src/features/pictures/leaf-picture.js';
import { harbourSamples, recording } from '../fixtures/harbour-recording.js';
import { temporaryFolder } from '../store/temporary-folder.js';

const leaf = initialLeaf(publishedLeaf);
const centresHz = Array.from(leaf.parameters.centre, (radians) => (radians * 8000) / Math.PI);
const TONE_HZ = centresHz[20]!;

/** Four seconds of a quiet sea in which a tone begins after two. */
function toneRecording(): string {
  const sea = harbourSamples(4, []);
  return recording([
    sea.map((noise, i) => (i < 32_000 ? noise : 0.3 * Math.sin((2 * Math.PI * TONE_HZ * i) / 16_000))),
  ]);
}

async function render(file: string, output: string, ...options: string[]): Promise<void> {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  renderCommand(program.command('render'));
  await program.parseAsync(['render', file, '-o', output, ...options], { from: 'user' });
}

/** Green of a pixel, which grows with the value; `seconds` of four, `height` from the bottom, 0–1. */
async function brightness(picture: string): Promise<(seconds: number, height: number) => number> {
  const image = await loadImage(readFileSync(picture));
  const canvas = createCanvas(image.width, image.height);
  expect([image.width, image.height]).toEqual([LEAF_PICTURE.width, LEAF_PICTURE.height]);
  canvas.getContext('2d').drawImage(image, 0, 0);
  return (seconds, height) => {
    const x = Math.round(LEAF_AREA.left + (seconds / 4) * LEAF_AREA.width);
    const y = Math.round(LEAF_AREA.top + (1 - height) * LEAF_AREA.height);
    return canvas.getContext('2d').getImageData(x, y, 1, 1).data[1]!;
  };
}

test('render --leaf shows the beginning of a tone where its axis says that it is', async () => {
  const output = join(temporaryFolder(), 'leaf.png');
  await render(toneRecording(), output, '--leaf');
  const at = await brightness(output);
  const height = bandAxis(centresHz).position(TONE_HZ);
  expect(height).toBeCloseTo(20.5 / 40, 9);
  expect(at(2.05, height)).toBeGreaterThan(170);
  expect(at(1.5, height)).toBeLessThan(120);
  expect(at(2.05, 5.5 / 40)).toBeLessThan(120);
});

test('filters that training has put out of order are drawn in the order of their centres', async () => {
  const file = toneRecording();
  const swapped = structuredClone(leaf);
  for (const values of Object.values(swapped.parameters)) values.reverse();
  const parameters = join(dirname(file), 'leaf.json');
  writeFileSync(parameters, formatLeaf(swapped));
  expect(await readLeaf(parameters)).toEqual(swapped);
  const [plain, sorted] = [join(dirname(file), 'plain.png'), join(dirname(file), 'sorted.png')];
  await render(file, plain, '--leaf');
  await render(file, sorted, '--leaf', parameters);
  const [one, other] = [await brightness(plain), await brightness(sorted)];
  for (const seconds of [0.3, 1.7, 2.02, 3.5])
    for (const band of [0, 13, 20, 21, 39])
      expect(other(seconds, (band + 0.5) / 40)).toBe(one(seconds, (band + 0.5) / 40));
});

test('a whole index is drawn into a folder, by the paths that it writes', async () => {
  const file = toneRecording();
  const [folder, output] = [dirname(file), join(temporaryFolder(), 'pictures')];
  copyFileSync(file, join(folder, 'other.wav'));
  const index = join(folder, 'index.csv');
  writeFileSync(
    index,
    `path,source,class,size,vessel,recording_id\nharbour.wav,s,,big,A,1\n../${folder.split('/').at(-1)}/other.wav,s,,small,B,2\n`,
  );
  await render(index, output, '--leaf', '--to', '1');
  expect(existsSync(join(output, 'harbour.wav.png'))).toBe(true);
  expect(existsSync(join(output, folder.split('/').at(-1)!, 'other.wav.png'))).toBe(true);
});

test('a data set becomes plain pictures by vessel, which train pictures learns from', async () => {
  const file = toneRecording();
  const folder = dirname(file);
  const lines = ['path,source,class,size,vessel,recording_id'];
  for (const [i, vessel] of ['A', 'B', 'C', 'D', 'E', 'F'].entries()) {
    const hz = 200 * 1.6 ** i;
    const seconds = Float32Array.from(
      { length: 64_000 },
      (_, n) => 0.3 * Math.sin((2 * Math.PI * hz * n) / 16_000),
    );
    copyFileSync(recording([seconds]), join(folder, `${vessel}.wav`));
    lines.push(`${vessel}.wav,pier,,small,${vessel},${vessel}/1`);
  }
  writeFileSync(join(folder, 'index.csv'), `${lines.join('\n')}\n`);
  const pictures = join(temporaryFolder(), 'pictures');
  await render(join(folder, 'index.csv'), pictures, '--leaf', '--plain', '--clip-seconds', '1');
  const names = readdirSync(join(pictures, 'pier', 'A'));
  expect(names).toEqual(['0000.0', '0001.0', '0002.0', '0003.0'].map((from) => `A_1 1 ${from} s.png`));
  const picture = await loadImage(readFileSync(join(pictures, 'pier', 'A', names[1]!)));
  expect([picture.width, picture.height]).toEqual([100, 40]); // 10 ms a frame, 40 filters
  const canvas = createCanvas(100, 40);
  canvas.getContext('2d').drawImage(picture, 0, 0);
  const column = canvas
    .getContext('2d')
    .getImageData(50, 0, 1, 40)
    .data.filter((_, i) => i % 4 === 0);
  const heard = centresHz[39 - column.indexOf(Math.min(...column))]!;
  expect(Math.abs(Math.log(heard / 200))).toBeLessThan(0.3);

  const learnt = join(temporaryFolder(), 'learnt');
  const program = new Command().exitOverride();
  trainCommand(program.command('train'));
  const printed = vi.spyOn(console, 'log').mockImplementation(() => {});
  const learn = (size: string) => {
    const options = ['--episodes', '20', '--ways', '4', '--size', size, '--validation-share', '0.34'];
    return program.parseAsync(['train', 'pictures', pictures, '-o', learnt, ...options], { from: 'user' });
  };
  await learn('16');
  expect(printed.mock.lastCall?.[0]).toMatch(/: of 2 classes never learnt, .* \d+\.\d % wrong$/);
  expect(readdirSync(learnt).sort()).toEqual(['checkpoint.json', 'curves.png']);
  await expect(learn('20')).rejects.toMatchObject({ exitCode: ExitCode.data });
  rmSync(join(pictures, 'pier', 'F'), { recursive: true });
  await expect(learn('16')).rejects.toMatchObject({ exitCode: ExitCode.data });
  printed.mockRestore();
});

test('what cannot be drawn of a set is left out, and pictures of two recordings never are one', async () => {
  const file = toneRecording();
  const folder = dirname(file);
  writeFileSync(join(folder, 'broken.wav'), 'no sound');
  const indexOf = (...rows: string[]) => {
    const index = join(temporaryFolder(), 'index.csv');
    writeFileSync(index, `path,source,class,size,vessel,recording_id\n${rows.join('\n')}\n`);
    return index;
  };
  const told = vi.spyOn(console, 'error').mockImplementation(() => {});
  const output = join(temporaryFolder(), 'pictures');
  const [broken, whole] = [`${join(folder, 'broken.wav')},s,,big,A,1`, `${file},s,,big,..,2`];
  await render(indexOf(broken, whole), output, '--leaf', '--plain');
  expect(told.mock.lastCall?.[0]).toMatch(/broken.wav is left out: /);
  expect(readdirSync(join(output, 's', '_'))).toEqual(['2 1.png']);
  await expect(render(indexOf(broken), output, '--leaf', '--plain')).rejects.toThrow('could be drawn');
  const same = indexOf(`${file},s,,big,A/B,3`, `${file},s,,big,A_B,3`);
  await expect(render(same, output, '--leaf', '--plain')).rejects.toMatchObject({ exitCode: ExitCode.data });
  await expect(render(file, output, '--leaf', '--clip-seconds', '2')).rejects.toMatchObject({
    exitCode: ExitCode.usage,
  });
  told.mockRestore();
});

test('plain pictures are of LEAF alone', async () => {
  await expect(render('x.wav', 'x.png', '--plain')).rejects.toMatchObject({ exitCode: ExitCode.usage });
});

test('what is no file of parameters, or too little sound, is said with what to do', async () => {
  const file = toneRecording();
  const output = join(dirname(file), 'leaf.png');
  const bad = join(dirname(file), 'bad.json');
  await expect(render(file, output, '--leaf', bad)).rejects.toMatchObject({ exitCode: ExitCode.noInput });
  writeFileSync(bad, '{');
  await expect(render(file, output, '--leaf', bad)).rejects.toMatchObject({ exitCode: ExitCode.data });
  writeFileSync(bad, formatLeaf({ ...leaf, parameters: { ...leaf.parameters, root: Float64Array.of(2) } }));
  await expect(render(file, output, '--leaf', bad)).rejects.toThrow('each holds one number a filter');
  await expect(render(file, output, '--leaf', '--from', '3.99')).rejects.toThrow('one window of LEAF');
  await expect(render(file, join(bad, 'leaf.png'), '--leaf')).rejects.toMatchObject({
    exitCode: ExitCode.cannotCreate,
  });
});
