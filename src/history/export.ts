import { stringify } from 'csv-stringify/sync';
import type { KeptPassage } from './passages.js';

export const exportFormats = ['csv', 'raven', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** The band that the verdicts rest on, Hz. */
const BAND_HZ = [63, 7000] as const;

/** Passages as a file of a format: its media type, its extension and its text. */
export function exportOf(passages: readonly KeptPassage[], format: ExportFormat) {
  switch (format) {
    case 'csv':
      return { type: 'text/csv; charset=utf-8', extension: 'csv', text: table(passages.map(row)) };
    case 'raven':
      return { type: 'text/tab-separated-values; charset=utf-8', extension: 'txt', text: raven(passages) };
    case 'json':
      return { type: 'application/json', extension: 'json', text: JSON.stringify(passages, null, 2) };
  }
}

function row({ event, review }: KeptPassage) {
  const { evidence } = event;
  return {
    id: event.id,
    node: event.node,
    channel: event.channel,
    start: event.start,
    end: event.end,
    size: event.size,
    confidence: event.confidence,
    vesselClass: event.vesselClass?.name,
    classConfidence: event.vesselClass?.confidence,
    splDb: evidence.spl.db,
    reference: evidence.spl.reference,
    snrDb: evidence.snrDb,
    closestApproach: evidence.closestApproach,
    shaftHz: evidence.shaftHz,
    bladeCount: evidence.bladeCount,
    review: review?.verdict,
    reviewName: review?.name,
    clip: event.clip,
    mmsi: event.ais?.mmsi,
    shipName: event.ais?.name,
    clockSynchronised: event.clockSynchronised,
    model: event.model,
    classes: event.classes,
  };
}

/** Times are seconds of the passage's own clip, since Raven opens files. */
function raven(passages: readonly KeptPassage[]): string {
  const rows = passages.map(({ event, review }, index) => ({
    Selection: index + 1,
    View: 'Spectrogram 1',
    Channel: 1,
    'Begin Time (s)': '0.000',
    'End Time (s)': secondsOf(event.start, event.end).toFixed(3),
    'Low Freq (Hz)': BAND_HZ[0],
    'High Freq (Hz)': BAND_HZ[1],
    'Begin Path': event.clip ? `${event.id}.wav` : '',
    'Begin Date Time': event.start,
    Hydrophone: event.channel,
    Size: event.size,
    Confidence: event.confidence,
    Class: event.vesselClass?.name ?? '',
    Review: review ? [review.verdict, review.name].filter(Boolean).join(' ') : '',
    'Shaft (Hz)': event.evidence.shaftHz ?? '',
    Blades: event.evidence.bladeCount ?? '',
  }));
  return table(rows, '\t');
}

const secondsOf = (start: string, end: string | null) =>
  end === null ? 0 : (Date.parse(end) - Date.parse(start)) / 1000;

/** With a header also when there is no row. A cell that a spreadsheet would run as a formula is quoted by a tab before it. */
function table(rows: readonly object[], delimiter = ','): string {
  return stringify(rows as object[], { header: true, delimiter, escape_formulas: true });
}
