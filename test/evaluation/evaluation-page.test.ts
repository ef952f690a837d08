import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { expect, test } from 'vitest';
import type { LabelledSize } from '../../src/datasets/labelled-recording.js';
import type { EvaluatedRecording } from '../../src/evaluation/evaluate.js';
import { evaluationJson } from '../../src/evaluation/evaluation-json.js';
import { scoreFewShot } from '../../src/evaluation/few-shot-scores.js';
import { evaluationPage } from '../../src/evaluation/page/evaluation-page.js';
import { fewShotPage } from '../../src/evaluation/page/few-shot-page.js';
import { summarise } from '../../src/evaluation/summary.js';
import { Random } from '../../src/simulator/random.js';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

function textOf(node: Node): string {
  if (node.nodeName === '#text') return (node as DefaultTreeAdapterTypes.TextNode).value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

function elements(node: Node, name: string): Element[] {
  if (!('childNodes' in node)) return [];
  return node.childNodes.flatMap((child) => [
    ...(child.nodeName === name ? [child as Element] : []),
    ...elements(child, name),
  ]);
}

/** Parses a page, which must be well formed, into its tables: rows of cells by caption. */
function read(page: string) {
  const errors: string[] = [];
  const document = parse(page, { onParseError: ({ code }) => errors.push(code) });
  expect(errors).toEqual([]);
  const tables = Object.fromEntries(
    elements(document, 'table').map((table) => [
      textOf(elements(table, 'caption')[0]),
      elements(elements(table, 'tbody')[0], 'tr').map((row) => [
        ...elements(row, 'th').map(textOf),
        ...elements(row, 'td').map(textOf),
      ]),
    ]),
  );
  return { document, tables };
}

const evil = '<script>alert("1 & 2")</script>';
const model = {
  manifest: { name: evil, version: '1.0.0' },
  identity: 'sha256:0',
} as unknown as Parameters<typeof evaluationJson>[0];
const source = { model, command: `hullprint evaluate ${evil}` };

/** Made-up answers: the page must show what they come to, whatever it is. */
function evaluated(withConditions: boolean): EvaluatedRecording[] {
  const random = new Random('answers');
  const sizes: LabelledSize[] = ['big', 'small', 'none', 'medium'];
  return Array.from({ length: 80 }, (_, i): EvaluatedRecording => {
    const size = sizes[i % 4];
    const probability = { big: random.uniform(), small: random.uniform(), none: random.uniform() };
    const verdict = random.choice(['big', 'small', 'none', 'unknown'] as const);
    return {
      recording: {
        recordingId: `${i}`,
        source: 'a',
        site: 'a',
        hydrophone: 'a',
        class: '',
        size,
        vessel: size === 'none' ? 'none' : `${evil} ${size} ${i >> 3}`,
        startMs: null,
        ...(withConditions && size !== 'none' && { snrDb: (i % 30) - 5, rangeM: 50 * i }),
        paths: [],
        files: [],
      },
      windows: 3,
      seconds: 10,
      verdict: { size: verdict, confidence: random.uniform() },
      forced: { size: random.choice(['big', 'small', 'none']), confidence: random.uniform(0.34, 1) },
      baseline: { size: random.choice(['big', 'small', 'none']), confidence: 0.5 },
      probability,
      baselineProbability: probability,
      shaft: null,
      recorder: null,
    };
  });
}

test('the page of an evaluation shows the figures of the JSON of the same run', () => {
  const all = evaluated(true);
  const summary = summarise(all);
  const { details, recordings } = evaluationJson(model, all, summary);
  const { document, tables } = read(evaluationPage(source, all, summary));

  const [verdict, , baseline] = tables['Right answers and balanced accuracy'];
  expect(verdict.at(-2)).toBe(summary.verdict.balancedAccuracy!.toFixed(3));
  expect(verdict.at(-1)).toBe(summary.verdict.interval!.map((end) => end.toFixed(2)).join('–'));
  expect(baseline.at(-2)).toBe(summary.baseline.balancedAccuracy!.toFixed(3));
  const [ranked] = tables['Ranking: area under the receiver operating curve'];
  expect([ranked[1], ranked[3]]).toEqual(
    [summary.ranking.model.size, summary.ranking.model.presence].map(({ auc }) => auc!.toFixed(3)),
  );
  const error = `Expected calibration error ${details.calibration.expectedError!.toFixed(3)}`;
  expect(tables[error].map((row) => Number(row[1]))).toEqual(
    details.calibration.bins.map((bin) => bin.recordings),
  );
  for (const [caption, bins] of [
    ['By SNR', details.bySnr],
    ['By range', details.byRange],
  ] as const) {
    expect(bins.length).toBeGreaterThan(2);
    expect(tables[caption].map((row) => row[3])).toEqual(
      bins.map((bin) => bin.verdict.balancedAccuracy!.toFixed(3)),
    );
  }
  const confusion = tables['What was there (rows) and what was said (columns), in recordings'];
  expect(
    confusion.map(([size, ...said]) => [size, ...said.map((cell) => Number(/\d+/.exec(cell)![0]))]),
  ).toEqual(details.confusion.map(({ size, said }) => [size, said.big, said.small, said.none, said.unknown]));

  const vessels = tables['Verdicts, with the unknown zone'];
  expect(vessels.map((row) => row[0])).toContain('no ship');
  expect(vessels.reduce((sum, row) => sum + Number(row[1]), 0)).toBe(summary.scored);

  // Wrong answers are marked by a sign, not by colour alone.
  const listed = tables['Wrong answers are marked ✗, unknown ones ?, right ones ✓'];
  expect(listed.length).toBe(recordings.length);
  for (const [i, { size, verdict: said }] of recordings.entries()) {
    const sign = size === 'medium' ? '' : said === size ? '✓ ' : said === 'unknown' ? '? ' : '✗ ';
    expect(listed[i][3]).toBe(`${sign}${said}`);
  }

  // It stands alone, and names in it are text.
  for (const name of ['script', 'link', 'img', 'iframe']) expect(elements(document, name)).toEqual([]);
  expect(textOf(document)).toContain(evil);
});

test('without SNR and range in the index there is no picture of them', () => {
  const all = evaluated(false);
  const { tables } = read(evaluationPage(source, all, summarise(all)));
  expect(Object.keys(tables)).not.toContain('By SNR');
  expect(Object.keys(tables)).not.toContain('By range');
});

/** Two sizes at two sites; the embedding of one that is quiet says nothing, and that of the others all. */
function fleet(withConditions: boolean) {
  const random = new Random('fleet');
  return (['big', 'small'] as const).flatMap((size) =>
    Array.from({ length: 20 }, (_, i) => {
      const snrDb = i % 4 === 3 ? -5 : 12;
      const place = snrDb < 0 ? 0.5 : Number(size === 'big');
      return {
        recordingId: `${size} ${i}`,
        site: ['a', 'b'][i % 2],
        size,
        vessel: `${evil} ${size} ${i >> 1}`,
        ...(withConditions && { snrDb, rangeM: 200 }),
        embedding: Float64Array.from({ length: 8 }, () => random.normal() / 5 + place),
        plain: Float64Array.from({ length: 4 }, () => random.normal()),
      };
    }),
  );
}

test('the page of a few-shot evaluation shows each k with its baseline', () => {
  const report = scoreFewShot(fleet(true), { episodes: 40, seed: 1, baseline: true });
  const { tables } = read(fewShotPage(source, report));
  expect(tables['Balanced accuracy by k'].map((row) => [row[0], row[2], row[4]])).toEqual(
    report.shots.map((one) => [
      String(one.shots),
      one.model.balancedAccuracy.toFixed(3),
      one.baseline!.balancedAccuracy.toFixed(3),
    ]),
  );
});

test('it shows what was said at one k as that of an evaluation does, with the figures of the JSON', () => {
  const report = scoreFewShot(fleet(true), { episodes: 40, seed: 1, baseline: true });
  const { details } = report;
  const { document, tables } = read(fewShotPage(source, report));
  expect(textOf(document)).toContain(`Answers at k = ${details.shots}`);
  expect(textOf(document)).toContain('softmax(−d²)');
  expect(
    tables['What was there (rows) and what was said (columns), in answers'].map(([size, ...said]) => [
      size,
      ...said.map((cell) => Number(/\d+/.exec(cell)![0])),
    ]),
  ).toEqual(details.confusion.map(({ size, said }) => [size, said.big, said.small]));
  const error = `Expected calibration error ${details.calibration.expectedError!.toFixed(3)}`;
  expect(tables[error].map((row) => Number(row[1]))).toEqual(
    details.calibration.bins.map((bin) => bin.recordings),
  );
  expect(tables['By SNR'].map((row) => [row[0], row[3], row[5]])).toEqual(
    details.bySnr.map(({ verdict, baseline }, i) => [
      ['below 0', '10 to 15'][i],
      verdict.balancedAccuracy!.toFixed(3),
      baseline!.balancedAccuracy!.toFixed(3),
    ]),
  );
  expect(Object.keys(tables)).toContain('By range');
  expect(tables['Answers about each vessel']).toEqual(
    details.byVessel.map(({ vessel, size, recordings, right, wrong }) => [
      `${vessel} (${size})`,
      ...[recordings, right].map(String),
      wrong > 0 ? `✗ ${wrong}` : '0',
      (right / recordings).toFixed(2),
    ]),
  );
});

test('it has no columns of a baseline that was not asked, and no pictures of what the index does not tell', () => {
  const untold = scoreFewShot(fleet(false), { episodes: 40, seed: 1, baseline: false });
  expect(Object.keys(read(fewShotPage(source, untold)).tables)).not.toContain('By SNR');
  const told = scoreFewShot(fleet(true), { episodes: 40, seed: 1, baseline: false });
  expect(read(fewShotPage(source, told)).tables['By SNR'][0]).toHaveLength(5);
});
