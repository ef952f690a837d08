// All checks, in the order in which they fail fastest; ends with the plain line `N passed, N failed`.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeBinary } from './other-nodes.mjs';
import { buildNative, installWebGpu } from './test-backends.mjs';

const reports = mkdtempSync(join(tmpdir(), 'hullprint-test-'));
const totals = { passed: 0, failed: 0, skipped: 0 };
const bin = (name) => join('node_modules', '.bin', name);

/** Runs a check that either passes or fails as a whole. */
function check(title, command, args) {
  console.log(`\n== ${title}`);
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  totals[status === 0 ? 'passed' : 'failed'] += 1;
}

/** Starts a command that gives way to all others, into a log; `await` gives its exit status when it has been shown. */
function meanwhile(title, command, args) {
  const log = join(reports, `${title}.log`);
  const output = openSync(log, 'w');
  const child = spawn(command, args, { stdio: ['ignore', output, output] });
  setPriority(child.pid, constants.priority.PRIORITY_LOW);
  const exit = once(child, 'exit');
  return async () => {
    const [status] = await exit;
    console.log(`\n== ${title}\n${readFileSync(log, 'utf8')}`);
    return status;
  };
}

/** Arguments of node that run vitest projects and have them reported in a file. */
function vitest(projects, report) {
  return [
    'node_modules/vitest/vitest.mjs',
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
}

/** Counts the tests of a report. A run that died without one counts as one failure. */
function count(report, status) {
  try {
    const result = JSON.parse(readFileSync(report, 'utf8'));
    totals.passed += result.numPassedTests;
    totals.failed += result.numFailedTests;
    totals.skipped += result.numPendingTests;
    if (status !== 0 && result.numFailedTests === 0) totals.failed += 1;
  } catch {
    totals.failed += 1;
  }
}

function tests(title, project, node = process.execPath) {
  console.log(`\n== ${title}`);
  const report = join(reports, `${title}.json`);
  const { status } = spawnSync(node, vitest([project], report), { stdio: 'inherit' });
  count(report, status);
}

/** The same while something else is done. */
function testsMeanwhile(title, projects) {
  const report = join(reports, `${title}.json`);
  const ended = meanwhile(title, process.execPath, vitest(projects, report));
  return async () => count(report, await ended());
}

const packagesAreThere = meanwhile('system packages', process.execPath, ['scripts/system-packages.mjs']);
check('lint', bin('biome'), ['ci', '.']);
check('imports go one way', bin('depcruise'), ['src', '--config', '.dependency-cruiser.cjs']);
check('types', bin('tsc'), ['-p', 'tsconfig.check.json']);
check('types of the page', bin('tsc'), ['-p', 'web/tsconfig.json']);
totals[(await packagesAreThere()) === 0 ? 'passed' : 'failed'] += 1;
console.log('\n== backends');
// A download of 200 MB is not for every day's tests: whoever has built native has it tested, and CI builds it.
if (process.env.CI === 'true' && !buildNative()) totals.failed += 1;
if (!installWebGpu()) {
  console.log('the npm package webgpu could not be installed');
  if (process.env.CI === 'true') totals.failed += 1;
}
tests(`unit tests on Node ${process.versions.node}`, 'unit');
for (const major of [20, 22, 24].filter((major) => major !== Number(process.versions.node.split('.')[0]))) {
  const binary = nodeBinary(major);
  if (binary) {
    const version = execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim();
    tests(`unit tests on Node ${version}`, 'unit', binary);
  } else if (process.env.CI === 'true') {
    console.log(`\n== unit tests on Node ${major}: the npm package could not be installed`);
    totals.failed += 1;
  } else {
    console.log(`\n== unit tests on Node ${major} skipped: the npm package could not be installed`);
  }
}
// System tests wait more than they work: what only works has the time between.
const sums = testsMeanwhile('arithmetic, models fitted and scored; the arm64 package', [
  'arithmetic',
  'arm64',
]);
tests('system tests', 'system');
await sums();

rmSync(reports, { recursive: true, force: true });
if (totals.skipped) console.log(`\n${totals.skipped} skipped: see above for what each one needs`);
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed ? 1 : 0;
