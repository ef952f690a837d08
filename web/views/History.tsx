import { useEffect, useState } from 'preact/hooks';
import { type KeptPassage, query, read } from '../api.js';
import { percent, useWords } from '../words/words.js';
import { Failure } from './Failure.js';
import { PassageTable } from './PassageTable.js';
import { Timeline } from './Timeline.js';

const SPANS_MS = { hour: 3.6e6, day: 8.64e7, week: 6.048e8, month: 2.63e9, year: 3.156e10 };
type Span = keyof typeof SPANS_MS;
const PAGE = 100;
const AGAIN_MS = 5000;

interface Filter {
  channel: string;
  size: string;
  class: string;
  minConfidence: string;
}

/** Passages of the node that served the page, with what was listened to. */
export function History({ chosen, choose }: { chosen: ReadonlySet<string>; choose: (id: string) => void }) {
  const words = useWords();
  const [span, setSpan] = useState<Span>('day');
  const [toMs, setToMs] = useState<number | null>(null);
  const [filter, setFilter] = useState<Filter>({ channel: '', size: '', class: '', minConfidence: '' });
  const [channels, setChannels] = useState<string[]>([]);
  const [passages, setPassages] = useState<KeptPassage[] | null>(null);
  const [next, setNext] = useState<string | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const [tick, setTick] = useState(0);
  const [shown, setShown] = useState({ fromMs: 0, toMs: 0 });

  const parameters = () => ({
    ...filter,
    from: new Date(shown.fromMs).toISOString(),
    to: new Date(shown.toMs).toISOString(),
  });
  useEffect(() => {
    read<{ channels: string[] }>('/api/v1/channels').then((answer) => setChannels(answer.channels), setError);
  }, []);
  // The latest is asked for again and again, unless more than a page is looked at.
  const follows = toMs === null && (passages?.length ?? 0) <= PAGE;
  useEffect(() => {
    if (!follows) return;
    const timer = setInterval(() => setTick((count) => count + 1), AGAIN_MS);
    return () => clearInterval(timer);
  }, [follows]);
  useEffect(() => {
    const leave = new AbortController();
    // A simulation runs ahead of the clock, so the latest is asked for rather than taken to be now.
    const latest = async () => {
      const { events } = await read<{ events: KeptPassage[] }>('/api/v1/events?limit=1', leave.signal);
      const last = events[0]?.event;
      return Math.max(Date.now(), last ? Date.parse(last.end ?? last.start) + 60_000 : 0);
    };
    const load = async () => {
      const end = toMs ?? (await latest());
      const window = { fromMs: end - SPANS_MS[span], toMs: end };
      const asked = query({
        ...filter,
        from: new Date(window.fromMs).toISOString(),
        to: new Date(window.toMs).toISOString(),
        limit: PAGE,
      });
      const page = await read<{ events: KeptPassage[]; next: string | null }>(
        `/api/v1/events?${asked}`,
        leave.signal,
      );
      setShown(window);
      setPassages(page.events);
      setNext(page.next);
      setError(null);
    };
    load().catch((failure) => !leave.signal.aborted && setError(failure));
    return () => leave.abort();
  }, [span, toMs, filter, tick]);

  const more = async () => {
    const asked = query({ ...parameters(), limit: PAGE, cursor: next ?? undefined });
    const page = await read<{ events: KeptPassage[]; next: string | null }>(`/api/v1/events?${asked}`);
    setPassages([...(passages ?? []), ...page.events]);
    setNext(page.next);
  };
  const set = (key: keyof Filter) => (event: Event) =>
    setFilter({ ...filter, [key]: (event.currentTarget as HTMLInputElement).value });
  const move = (by: number) => setToMs(shown.toMs + by * SPANS_MS[span]);

  return (
    <>
      <h2>{words.history}</h2>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <label>
          {words.span}
          <select value={span} onChange={(event) => setSpan(event.currentTarget.value as Span)}>
            {(Object.keys(SPANS_MS) as Span[]).map((each) => (
              <option key={each} value={each}>
                {words.spans[each]}
              </option>
            ))}
          </select>
        </label>
        <button type="button" onClick={() => move(-1)}>
          {words.earlier}
        </button>
        <button type="button" onClick={() => move(1)}>
          {words.later}
        </button>
        <button type="button" onClick={() => setToMs(toMs === null ? Date.now() : null)}>
          {words.latest}
        </button>
        <label>
          {words.channel}
          <select value={filter.channel} onChange={set('channel')}>
            <option value="">{words.all}</option>
            {channels.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label>
          {words.sizeFilter}
          <select value={filter.size} onChange={set('size')}>
            <option value="">{words.all}</option>
            {(['big', 'small', 'unknown'] as const).map((size) => (
              <option key={size} value={size}>
                {words.sizes[size]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.classFilter}
          <input value={filter.class} onChange={set('class')} size={12} />
        </label>
        <label>
          {words.surer}
          <select value={filter.minConfidence} onChange={set('minConfidence')}>
            <option value="">{words.all}</option>
            {['0.5', '0.7', '0.9', '0.95'].map((share) => (
              <option key={share} value={share}>
                {percent(Number(share))}
              </option>
            ))}
          </select>
        </label>
      </form>
      {error && <Failure error={error} />}
      {passages && shown.toMs > 0 && (
        <Timeline
          channels={filter.channel ? [filter.channel] : channels}
          passages={passages}
          fromMs={shown.fromMs}
          toMs={shown.toMs}
        />
      )}
      {next && <p class="quiet">{words.partly}</p>}
      {passages?.length === 0 && <p>{words.noPassages}</p>}
      {passages && passages.length > 0 && (
        <>
          <p class="tools">
            {words.export}{' '}
            {['csv', 'raven', 'json'].map((format) => (
              <a
                key={format}
                class="button"
                href={`/api/v1/export?${query({ ...parameters(), format })}`}
                download
              >
                {format === 'raven' ? 'Raven' : format.toUpperCase()}
              </a>
            ))}
            {chosen.size > 0 && (
              <a class="button" href="#/classes">
                {words.teach} ({chosen.size})
              </a>
            )}
          </p>
          <PassageTable passages={passages} chosen={chosen} choose={choose} />
          {next && (
            <button type="button" onClick={() => more().catch(setError)}>
              {words.more}
            </button>
          )}
        </>
      )}
    </>
  );
}
