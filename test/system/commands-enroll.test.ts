import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { wavBytes } from '../capture/wav-bytes.js';
import { HARBOUR_RATE_HZ, harbourSamples, recording } from '../fixtures/harbour-recording.js';
import { rumbleModel } from '../fixtures/rumble-model.js';
import { temporaryFolder } from '../store/temporary-folder.js';
import { hullprint } from './fixtures/hullprint.js';

const passage = (size: 'big' | 'small', seed: number) =>
  harbourSamples(40, [{ size, closestSeconds: 20 }], seed);
const part = (samples: Float32Array, from: number, to: number) =>
  samples.slice(from * HARBOUR_RATE_HZ, to * HARBOUR_RATE_HZ);

async function node(state = temporaryFolder(), model?: string) {
  const options = ['--state', state, '--model', model ?? (await rumbleModel())];
  const run = (...args: string[]) => hullprint([...args, ...options]);
  return { run, list: async () => (await run('classes', 'list')).stdout };
}

test('a recording that is another cut otherwise is refused, and two parts of one passage count as one', async () => {
  const { run, list } = await node();
  const whole = passage('big', 3);
  const files = [
    recording([part(whole, 0, 30)], 'whole.wav'),
    recording([part(whole, 4.37, 26).map((sample) => 0.5 * sample)], 'cut.wav'),
    recording([passage('big', 4)], 'other.wav'),
  ];
  const told = await run('enroll', 'tanker', ...files, '--size', 'big');
  expect(told.stderr).toBe('');
  expect(told.stdout).toMatch(
    /cut\.wav: refused, duplicate: 2[12] s of its sound are also in .*whole\.wav; leave one/,
  );
  expect(told.stdout).toMatch(/enrolled tanker from 2 recordings/);
  expect(await list()).toBe('tanker: big, 2 recordings\n');
  const again = await run('enroll', 'tanker', recording([part(whole, 12, 40)], 'later.wav'), '--size', 'big');
  expect([again.code, again.stderr]).toEqual([65, expect.stringContaining('no recording is left')]);
});

test('a recording at 8 kHz is refused for what it lacks', async () => {
  const { run } = await node();
  const slow = passage('small', 5).filter((_, i) => i % 2 === 0);
  const file = join(temporaryFolder(), 'slow.wav');
  writeFileSync(file, wavBytes([...slow], { sampleRateHz: 8000 }));
  const told = await run('enroll', 'launch', file, '--size', 'small');
  expect(told.stdout).toContain('slow.wav: refused, sample rate too low: at 8000 Hz');
  expect(told.code).toBe(65);
});

/** An index of vessels, each with recordings of their own. */
function indexOf(vessels: Record<string, ['big' | 'small', number[]]>): string {
  const lines = Object.entries(vessels).flatMap(([vessel, [size, seeds]]) =>
    seeds.map((seed) => {
      const path = recording([passage(size, seed)], `${vessel}-${seed}.wav`);
      return [path, 'pier', 'ship', size, vessel, `${vessel}/${seed}`].join(',');
    }),
  );
  const index = join(temporaryFolder(), 'index.csv');
  writeFileSync(index, `path,source,class,size,vessel,recording_id\n${lines.join('\n')}\n`);
  return index;
}

test('the vessels of an index are enrolled together, or none of them', async () => {
  const { run, list } = await node();
  const bad = indexOf({ ALPHA: ['big', [11, 12]], BRAVO: ['big', [13]], CHARLIE: ['small', [14, 15]] });
  const told = await run('enroll', '--index', bad);
  // Both big ones rumble alike: what one node cannot tell apart it does not learn as two.
  expect(told.code).toBe(65);
  expect(told.stderr).toMatch(/cannot enrol BRAVO: it can't be told from ALPHA/);
  expect(await list()).toBe('no classes are enrolled\n');

  const good = indexOf({ ALPHA: ['big', [21, 22]], CHARLIE: ['small', [23, 24]] });
  const dry = await run('enroll', '--index', good, '--dry-run');
  expect([dry.code, dry.stderr]).toEqual([0, '']);
  expect(await list()).toBe('no classes are enrolled\n');
  const enrolled = await run('enroll', '--index', good);
  expect([enrolled.code, enrolled.stderr]).toEqual([0, '']);
  expect(await list()).toBe('ALPHA: big, 2 recordings\nCHARLIE: small, 2 recordings\n');
  expect((await run('classes', 'undo')).code).toBe(0);
  expect(await list()).toBe('no classes are enrolled\n');
});

test.each([
  [['--index', 'x.csv', 'pilot'], /--index tells names, files and sizes itself/],
  [['pilot'], /a name and its recordings are wanted/],
  [['pilot', 'a.wav'], /its size is wanted/],
])('what is called wrongly is told in one line: %j', async (args, line) => {
  const { run } = await node();
  const { code, stderr } = await run('enroll', ...args);
  expect([code, stderr.trim().split('\n').length]).toEqual([64, 1]);
  expect(stderr).toMatch(line);
});

test('an index that cannot be enrolled says which line of it', async () => {
  const { run } = await node();
  const index = indexOf({ ALPHA: ['big', [31]] });
  const twice = join(dirname(index), 'twice.csv');
  const row = (size: string, id: number) =>
    `${recording([passage('big', 31)])},pier,ship,${size},ALPHA,a/${id}`;
  writeFileSync(twice, `path,source,class,size,vessel,recording_id\n${row('big', 1)}\n${row('small', 2)}\n`);
  const { code, stderr } = await run('enroll', '--index', twice);
  expect([code, stderr]).toEqual([65, expect.stringContaining('ALPHA is big and small')]);
});

test('classes go to a node with another model, and outlive a change of model, by the sound that is kept with them', async () => {
  const state = temporaryFolder();
  const here = await node(state);
  const files = [recording([passage('big', 41)], 'a.wav'), recording([passage('big', 42)], 'b.wav')];
  expect((await here.run('enroll', 'tanker', ...files, '--size', 'big')).code).toBe(0);
  const file = join(temporaryFolder(), 'fleet.json');
  expect((await here.run('classes', 'export', file)).code).toBe(0);

  const there = await node(temporaryFolder(), 'band-statistics');
  const imported = await there.run('classes', 'import', file);
  expect([imported.stderr, imported.stdout]).toEqual(['', 'import tanker\n']);
  const models = async (of: Awaited<ReturnType<typeof node>>) =>
    [...(await of.run('classes', 'show', 'tanker')).stdout.matchAll(/sha256:[0-9a-f]{8}/g)].map(
      ([each]) => each,
    );
  expect(new Set(await models(there)).size).toBe(1);
  expect(await models(there)).not.toEqual(await models(here));

  const changed = await node(state, 'band-statistics');
  const renewed = await changed.run('classes', 'renew');
  expect([renewed.stderr, renewed.stdout]).toEqual(['', 'embedded anew: tanker\n']);
  expect(await models(changed)).toEqual(await models(there));
  expect((await changed.run('classes', 'renew')).stdout).toBe('nothing to embed anew\n');
  expect((await changed.run('classes', 'undo')).code).toBe(0);
  expect(await models(here)).not.toEqual(await models(there));
});
