import { type Command, InvalidArgumentError, Option } from 'commander';
import { textTable } from '../evaluation/text-table.js';
import { type ExportFormat, exportFormats, exportText } from '../history/export.js';
import { type KeptPassage, type PassageFilter, PassageReader } from '../history/passages.js';
import { openStore } from '../store/store.js';
import { stateOf, stateOptions } from './node-options.js';
import { numberBetween, wholeNumber } from './number-option.js';

interface Flags {
  config?: string;
  state?: string;
  from?: number;
  to?: number;
  channel?: string;
  size?: 'big' | 'small' | 'unknown';
  class?: string;
  minConfidence?: number;
  limit: number;
  format: 'table' | ExportFormat;
}

export function historyCommand(command: Command): void {
  stateOptions(command)
    .option('--from <time>', 'passages that begin from here on: 2026-05-01 or 2026-05-01T10:00Z (UTC)', time)
    .option('--to <time>', 'passages that begin before', time)
    .option('--channel <name>', 'of one channel')
    .addOption(new Option('--size <size>', 'of one size').choices(['big', 'small', 'unknown']))
    .option('--class <name>', 'of one vessel class')
    .option('--min-confidence <number>', 'at least so sure, 0 to 1', numberBetween(0, 1))
    .option('--limit <count>', 'so many, the latest', wholeNumber(1), 100)
    .addOption(new Option('--format <format>', 'how').choices(['table', ...exportFormats]).default('table'))
    .action(async (flags: Flags) => {
      const { config, state, from, to, limit, format, ...rest } = flags;
      const filter: PassageFilter = {
        ...rest,
        ...(from !== undefined && { fromMs: from }),
        ...(to !== undefined && { toMs: to }),
      };
      const store = openStore(stateOf({ ...(config && { config }), ...(state && { state }) }).folder);
      try {
        const pages = new PassageReader(store).pages(filter, limit);
        if (format === 'table') console.log(listed([...pages].flat()));
        else for await (const text of exportText(pages, format)) process.stdout.write(text);
      } finally {
        store.close();
      }
    });
}

function listed(passages: readonly KeptPassage[]): string {
  if (passages.length === 0) return 'no passages';
  const rows = passages.map(({ event, review }) => [
    event.start.slice(0, 19).replace('T', ' '),
    event.end === null ? 'now' : `${Math.round((Date.parse(event.end) - Date.parse(event.start)) / 1000)} s`,
    event.channel,
    event.size,
    `${Math.round(event.confidence * 100)} %`,
    event.vesselClass?.name ?? '',
    event.evidence.spl.db === null ? '' : `${event.evidence.spl.db.toFixed(0)} dB`,
    review ? [review.verdict, review.name].filter(Boolean).join(': ') : '',
    event.id,
  ]);
  return textTable(
    ['start (UTC)', 'lasted', 'channel', 'size', 'sure', 'class', 'level', 'review', 'id'],
    rows,
    false,
  );
}

function time(text: string): number {
  const ms = Date.parse(/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?)?$/.test(text) ? isoOf(text) : text);
  if (Number.isNaN(ms)) throw new InvalidArgumentError('Give a time such as 2026-05-01 or 2026-05-01T10:00Z');
  return ms;
}

/** Without a zone, a time is UTC. */
const isoOf = (text: string) => (text.includes('T') ? `${text}Z` : text);
