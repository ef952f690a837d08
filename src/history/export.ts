import { setImmediate as breath } from 'node:timers/promises';
import { stringify } from 'csv-stringify/sync';
import type { KeptPassage } from './passages.js';
import { type RavenSelection, ravenTable } from './raven.js';

export const exportFormats = ['csv', 'raven', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Media type and file name extension of each. */
export const exportKinds: Record<ExportFormat, { type: string; extension: string }> = {
  csv: { type: 'text/csv; charset=utf-8', extension: 'csv' },
  raven: { type: 'text/tab-separated-values; charset=utf-8', extension: 'txt' },
  json: { type: 'application/json', extension: 'json' },
};

/** Passages as text of a format, page by page: a node that exports ten years goes on hearing in between. */
export async function* exportText(
  pages: Iterable<readonly KeptPassage[]>,
  format: ExportFormat,
): AsyncGenerator<string> {
  let written = 0;
  for (const page of pages) {
    yield textOf(page, format, written);
    written += page.length;
    await breath();
  }
  if (format === 'json') yield written ? '\n]\n' : '[]\n';
  else if (written === 0) yield textOf([], format, 0);
}

/** @param before how many passages stand before these */
function textOf(page: readonly KeptPassage[], format: ExportFormat, before: number): string {
  if (format === 'json') {
    const passages = page.map(({ event, review }) => JSON.stringify({ event, review }));
    return `${before ? ',' : '['}\n${passages.join(',\n')}`;
  }
  if (format === 'raven') return ravenTable(page.map(selectionOf), before + 1);
  const escaped = page.map(({ event, review }) => columns.map(([, value]) => shown(value(event, review))));
  const heading = before ? [] : [columns.map(([name]) => name)];
  return stringify([...heading, ...escaped]);
}

type Value = string | number | boolean | null | undefined;

const columns: [string, (event: KeptPassage['event'], review: KeptPassage['review']) => Value][] = [
  ['id', ({ id }) => id],
  ['node', ({ node }) => node],
  ['channel', ({ channel }) => channel],
  ['start', ({ start }) => start],
  ['end', ({ end }) => end],
  ['size', ({ size }) => size],
  ['confidence', ({ confidence }) => confidence],
  ['vesselClass', ({ vesselClass }) => vesselClass?.name],
  ['classConfidence', ({ vesselClass }) => vesselClass?.confidence],
  ['splDb', ({ evidence }) => evidence.spl.db],
  ['reference', ({ evidence }) => evidence.spl.reference],
  ['snrDb', ({ evidence }) => evidence.snrDb],
  ['closestApproach', ({ evidence }) => evidence.closestApproach],
  ['shaftHz', ({ evidence }) => evidence.shaftHz],
  ['bladeCount', ({ evidence }) => evidence.bladeCount],
  ['review', (_, review) => review?.verdict],
  ['reviewName', (_, review) => review?.name],
  ['clip', ({ clip }) => clip],
  ['mmsi', ({ ais }) => ais?.mmsi],
  ['shipName', ({ ais }) => ais?.name],
  ['clockSynchronised', ({ clockSynchronised }) => clockSynchronised],
  ['model', ({ model }) => model],
  ['classes', ({ classes }) => classes],
];

/** A name that a spreadsheet would run as a formula is made text by an apostrophe; a number below 0 is none. */
function shown(value: Value): string {
  if (typeof value === 'string' && /^[=+\-@\t\r]/.test(value)) return `'${value}`;
  return value === null || value === undefined ? '' : String(value);
}

/** Where a passage lies in its clip, which begins before it. */
function selectionOf({ event, review, clip }: KeptPassage): RavenSelection {
  const beginMs = clip ? clip.startMs : Date.parse(event.start);
  const seconds = (iso: string) => Math.max(0, (Date.parse(iso) - beginMs) / 1000);
  return {
    channel: 1,
    beginSeconds: seconds(event.start),
    endSeconds: seconds(event.end ?? event.start),
    highHz: clip ? clip.sampleRateHz / 2 : Number.POSITIVE_INFINITY,
    path: clip ? `${event.id}.wav` : '',
    more: {
      'Begin Date Time': event.start,
      Hydrophone: event.channel,
      Size: event.size,
      Confidence: event.confidence.toFixed(3),
      Class: shown(event.vesselClass?.name),
      Review: shown(review ? [review.verdict, review.name].filter(Boolean).join(' ') : ''),
      'Shaft (Hz)': event.evidence.shaftHz?.toFixed(3) ?? '',
      Blades: event.evidence.bladeCount ?? '',
    },
  };
}
