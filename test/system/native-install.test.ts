import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ExitCode } from '../../src/errors.js';
import { temporaryFolder } from '../store/temporary-folder.js';
import { configuration, hullprint } from './fixtures/hullprint.js';

test('a wheel that is not there is named', async () => {
  const { code, stderr } = await hullprint(['native', 'install', '--wheel', '/nowhere.whl']);
  expect(code).toBe(ExitCode.noInput);
  expect(stderr).toMatch(/\/nowhere\.whl.*no such file/);
});

test('what is no wheel of TensorFlow leaves nothing behind but a reason', async () => {
  const wheel = join(temporaryFolder(), 'other.whl');
  writeFileSync(wheel, 'no zip file');
  const { code, stderr } = await hullprint(['native', 'install', '--wheel', wheel]);
  expect(code).toBe(ExitCode.unavailable);
  expect(stderr).toMatch(/build native backend.*unpacking the wheel failed/);
});

test('a GPU that is wanted and absent is an error of doctor, told with what lacks', async () => {
  const config = configuration({
    node: 'pier',
    compute: { backend: 'auto', device: 'gpu' },
    channels: [{ name: 'north', source: 'simulate:harbour' }],
  });
  const { code, stdout } = await hullprint(['doctor', '-c', config]);
  expect(code).toBe(ExitCode.unavailable);
  expect(stdout).toMatch(/✗ model siamese: .*wasm: it computes on the CPU/);
});
