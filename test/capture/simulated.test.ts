import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SimulatedSource } from '../../src/capture/simulated.js';
import type { CaptureEvent } from '../../src/capture/source.js';

const folder = mkdtempSync(join(tmpdir(), 'hullprint-scenario-'));

function scenarioFile(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const brief = scenarioFile(
  'brief.yaml',
  'durationSeconds: 1.25\nsampleRateHz: 16000\nhydrophones: [{ name: a, depthM: 5 }, { name: b, depthM: 9 }]\n',
);

async function gather(
  source: SimulatedSource,
  signal = new AbortController().signal,
): Promise<CaptureEvent[]> {
  const events: CaptureEvent[] = [];
  for await (const event of source.listen(signal)) events.push(event);
  return events;
}

function blocksOf(events: CaptureEvent[]) {
  return events.filter((event) => event.type === 'block');
}

test('a scene opens with its rate and hydrophones and gives every sample once, in order', async () => {
  const events = await gather(new SimulatedSource({ scenario: brief, startTimeMs: 1000 }));
  expect(events[0]).toEqual({
    type: 'opened',
    sampleRateHz: 16_000,
    channels: 2,
    device: `simulate:${brief}`,
  });
  let next = 0;
  for (const { firstSample, timeMs, inputs } of blocksOf(events)) {
    expect(firstSample).toBe(next);
    expect(timeMs).toBe(1000 + (1000 * firstSample) / 16_000);
    expect(inputs.map((input) => input.length)).toEqual([inputs[0]!.length, inputs[0]!.length]);
    next += inputs[0]!.length;
  }
  expect(next).toBe(20_000);
});

test('in real time a block is not given before it would have been heard', async () => {
  const openedMs = performance.now();
  const source = new SimulatedSource({ scenario: brief, realtime: 5 });
  for await (const event of source.listen(new AbortController().signal)) {
    if (event.type !== 'block') continue;
    const heardMs = (1000 * (event.firstSample + event.inputs[0]!.length)) / 16_000 / 5;
    expect(performance.now() - openedMs).toBeGreaterThanOrEqual(heardMs - 2);
  }
});

test('listening ends at once when it is aborted, also while waiting', async () => {
  const abort = new AbortController();
  const source = new SimulatedSource({ scenario: 'harbour', realtime: 0.001 });
  setTimeout(() => abort.abort(), 20);
  expect((await gather(source, abort.signal)).map(({ type }) => type)).toEqual(['opened']);
});

test('a scenario that is not there says which there are', async () => {
  const listening = gather(new SimulatedSource({ scenario: 'harbor' }));
  await expect(listening).rejects.toThrow(/cannot simulate harbor: .*harbour, quiet/);
  await expect(listening).rejects.toMatchObject({ exitCode: 66 });
});

test.each([
  ['a wrong type', 'durationSeconds: long\nhydrophones: [{ name: a, depthM: 5 }]\n', /durationSeconds: /],
  ['an unknown key', 'durationSeconds: 5\nwind: 3\nhydrophones: [{ name: a, depthM: 5 }]\n', /wind/],
  ['broken YAML', 'durationSeconds: [5\n', /line/],
])('a scenario file with %s is refused with the place', async (_, text, place) => {
  const listening = gather(new SimulatedSource({ scenario: scenarioFile('bad.yaml', text) }));
  await expect(listening).rejects.toThrow(place);
  await expect(listening).rejects.toMatchObject({ exitCode: 78 });
});
