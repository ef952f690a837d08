// All checks, in the order in which they fail fastest; ends with the plain line `N passed, N failed`.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { constants, setPriority, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { nodeBinary } from './other-nodes.mjs';
import { buildNative, installWebGpu } from './test-backends.mjs';

const reports = mkdtempSync(join(tmpdir(), 'hullprint-test-'));
const totals = { passed: 0, failed: 0, skipped: 0 };
/** What failed, a line each: said once more at the end, where a long log is read first. */
const failures = [];
const bin = (name) => join('node_modules', '.bin', name);

function fail(what) {
  console.log(`\nfailed: ${what}`);
  totals.failed += 1;
  failures.push(what);
}

/** Runs a check that either passes or fails as a whole. */
function check(title, command, args) {
  console.log(`\n== ${title}`);
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  passOrFail(title, status);
}

function passOrFail(title, status) {
  if (status === 0) totals.passed += 1;
  else fail(title);
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

const firstLine = (text = '') => text.split('\n')[0];

/** Counts the tests of a report. A run that died without one counts as one failure, as does one that failed with no test failed. */
function count(title, report, exitCode) {
  let result;
  try {
    result = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return fail(`${title}: ended without a report, exit code ${exitCode}`);
  }
  totals.passed += result.numPassedTests;
  totals.skipped += result.numPendingTests;
  const before = totals.failed;
  for (const { name, status, message, assertionResults } of result.testResults) {
    const file = `${title}: ${relative('.', name)}`;
    const failed = assertionResults.filter((test) => test.status === 'failed');
    for (const test of failed) fail(`${file}: ${test.fullName}: ${firstLine(test.failureMessages[0])}`);
    // The report does not say why a hook failed; the output above does.
    if (status === 'failed' && failed.length === 0)
      fail(`${file}: ${firstLine(message) || 'a hook failed, see above'}`);
  }
  if (exitCode !== 0 && totals.failed === before) fail(`${title}: exit code ${exitCode}`);
}

function tests(title, project, node = process.execPath) {
  console.log(`\n== ${title}`);
  const report = join(reports, `${title}.json`);
  const { status } = spawnSync(node, vitest([project], report), { stdio: 'inherit' });
  count(title, report, status);
}

/** The same while something else is done. */
function testsMeanwhile(title, projects) {
  const report = join(reports, `${title}.json`);
  const ended = meanwhile(title, process.execPath, vitest(projects, report));
  return async () => count(title, report, await ended());
}

const packagesAreThere = meanwhile('system packages', process.execPath, ['scripts/system-packages.mjs']);
check('lint', bin('biome'), ['ci', '.']);
check('imports go one way', bin('depcruise'), ['src', '--config', '.dependency-cruiser.cjs']);
check('types', bin('tsc'), ['-p', 'tsconfig.check.json']);
check('types of the page', bin('tsc'), ['-p', 'web/tsconfig.json']);
passOrFail('system packages', await packagesAreThere());
console.log('\n== backends');
// A download of 200 MB is not for every day's tests: whoever has built native has it tested, and CI builds it.
if (process.env.CI === 'true' && !buildNative()) fail('the native backend could not be built');
if (!installWebGpu()) {
  const what = 'the npm package webgpu could not be installed';
  if (process.env.CI === 'true') fail(what);
  else console.log(what);
}
tests(`unit tests on Node ${process.versions.node}`, 'unit');
for (const major of [20, 22, 24].filter((major) => major !== Number(process.versions.node.split('.')[0]))) {
  const binary = nodeBinary(major);
  if (binary) {
    const version = execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim();
    tests(`unit tests on Node ${version}`, 'unit', binary);
  } else if (process.env.CI === 'true') {
    fail(`unit tests on Node ${major}: the npm package could not be installed`);
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
if (failures.length) console.log(`\nfailed:\n${failures.map((what) => `  ${what}`).join('\n')}`);
if (totals.skipped) console.log(`\n${totals.skipped} skipped: see above for what each one needs`);
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed ? 1 : 0;
