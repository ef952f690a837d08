import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { change, type LevelCurve, query, type Review, read, type WholePassage } from '../api.js';
import { clipColumns, samplesOf } from '../plots/clip-columns.js';
import type { Columns } from '../plots/draw-spectrogram.js';
import { Lines } from '../plots/Lines.js';
import { Spectrogram } from '../plots/Spectrogram.js';
import { clockOf, percent, timeOf, useWords } from '../words/words.js';
import { Evidence } from './Evidence.js';
import { Failure } from './Failure.js';

const AROUND_MS = 60_000;
const COLUMNS = 600;

/** One passage: what it was, how it went, how it sounds, and what a person says of it. */
export function Passage({ id, choose }: { id: string; choose: (id: string) => void }) {
  const words = useWords();
  const [passage, setPassage] = useState<WholePassage | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const load = () => read<WholePassage>(`/api/v1/events/${id}`).then(setPassage, setError);
  useEffect(() => void load(), [id]);
  if (error) return <Failure error={error} />;
  if (!passage) return <p>{words.loading}</p>;
  const { event, verdicts, clip } = passage;
  return (
    <>
      <p>
        <a href="#/history">{words.back}</a>
      </p>
      <h2>
        {words.passage} {clockOf(event.start)} {words.utc} · {event.channel}
      </h2>
      <ReviewForm passage={passage} changed={() => void load()} />
      {clip ? <Clip id={id} start={clip.start} seconds={clip.seconds} /> : <p>{words.noClip}</p>}
      {clip && (
        <p>
          <button
            type="button"
            onClick={() => {
              choose(id);
              location.hash = '#/classes';
            }}
          >
            {words.teach}
          </button>
        </p>
      )}
      <Evidence event={event} />
      <Levels passage={passage} />
      <section aria-label={words.verdicts}>
        <h3>{words.verdicts}</h3>
        <ol>
          {verdicts.filter(turned).map(({ phase, size, confidence, vesselClass, time }) => (
            <li key={`${time}${phase}`}>
              {words.sizes[size as 'big']} {percent(confidence)} {vesselClass}
            </li>
          ))}
        </ol>
        <p class="quiet">
          {words.model} {event.model.slice(0, 19)}…, {words.classes} {event.classes.slice(0, 19)}…
        </p>
      </section>
    </>
  );
}

function Levels({ passage: { event } }: { passage: WholePassage }) {
  const words = useWords();
  const [curve, setCurve] = useState<LevelCurve | null>(null);
  useEffect(() => {
    const end = event.end ? Date.parse(event.end) : Date.parse(event.start) + 600_000;
    const span = {
      channel: event.channel,
      from: new Date(Date.parse(event.start) - AROUND_MS).toISOString(),
      to: new Date(end + AROUND_MS).toISOString(),
    };
    read<LevelCurve>(`/api/v1/levels?${query(span)}`).then(setCurve, () => {});
  }, [event.id]);
  const x = useMemo(() => curve?.start.map((start) => Date.parse(start) / 1000) ?? [], [curve]);
  if (!curve || x.length === 0) return null;
  const marks = [
    { x: Date.parse(event.start) / 1000, word: '' },
    ...(event.end ? [{ x: Date.parse(event.end) / 1000, word: '' }] : []),
  ];
  return (
    <section aria-label={words.levelCurve}>
      <h3>{words.levelCurve}</h3>
      <Lines
        label={words.levelCurveOf}
        x={x}
        y={curve.splDb}
        xLabel={`${words.time} (${words.utc})`}
        yLabel={curve.reference === '1 µPa' ? 'dB re 1 µPa' : 'dB FS'}
        time
        marks={marks}
      />
    </section>
  );
}

function Clip({ id, start, seconds }: { id: string; start: string; seconds: number }) {
  const words = useWords();
  const url = `/api/v1/clips/${id}`;
  const [columns, setColumns] = useState<Columns | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const [area, setArea] = useState({ left: 0, width: 0 });
  const [played, setPlayed] = useState(0);
  const audio = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const leave = new AbortController();
    const load = async () => {
      const answer = await fetch(url, { signal: leave.signal });
      if (!answer.ok) throw new Error(answer.statusText);
      const { samples, sampleRateHz } = samplesOf(await answer.arrayBuffer());
      const end = new Date(Date.parse(start) + (1000 * samples.length) / sampleRateHz).toISOString();
      setColumns({ ...clipColumns(samples, sampleRateHz, COLUMNS), times: [timeOf(start), timeOf(end)] });
    };
    load().catch((failure) => !leave.signal.aborted && setError(failure));
    return () => leave.abort();
  }, [id]);
  const jump = (event: MouseEvent) => {
    const share = (event.offsetX - area.left) / area.width;
    if (audio.current && share >= 0 && share <= 1) audio.current.currentTime = share * seconds;
  };
  return (
    <section aria-label={words.clip}>
      <h3>{words.clip}</h3>
      {error && <Failure error={error} />}
      {columns ? (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the player below does the same by keyboard
        // biome-ignore lint/a11y/noStaticElementInteractions: as above
        <div class="clip" onClick={jump}>
          <Spectrogram label={words.clipOf} columns={columns} unit="dB FS" name={id} drawn={setArea} />
          <div
            class="cursor"
            style={{ left: `${area.left + (seconds > 0 ? played / seconds : 0) * area.width}px` }}
          />
        </div>
      ) : (
        !error && <p>{words.loadingClip}</p>
      )}
      {/* biome-ignore lint/a11y/useMediaCaption: the sound of a ship has no words */}
      <audio
        controls
        preload="metadata"
        src={url}
        ref={audio}
        aria-label={words.clip}
        onTimeUpdate={(event) => setPlayed(event.currentTarget.currentTime)}
      />
      <p class="tools">
        <a class="button" href={url} download={`${id}.wav`}>
          {words.download}
        </a>
      </p>
    </section>
  );
}

function ReviewForm({ passage: { event, review }, changed }: { passage: WholePassage; changed: () => void }) {
  const words = useWords();
  const [verdict, setVerdict] = useState<Review['verdict'] | ''>(review?.verdict ?? '');
  const [name, setName] = useState(review?.name ?? '');
  const [error, setError] = useState<Error | null>(null);
  const [saved, setSaved] = useState(false);
  const send = (work: Promise<unknown>) =>
    work.then(() => {
      setError(null);
      setSaved(true);
      changed();
    }, setError);
  const save = (submitted: Event) => {
    submitted.preventDefault();
    if (verdict)
      void send(change('PUT', `/api/v1/events/${event.id}/review`, { verdict, name: name.trim() || null }));
  };
  const choices: [Review['verdict'], string][] = [
    ['right', words.right],
    ['wrong', words.wrong],
    ['not-a-ship', words.notAShip],
  ];
  return (
    <form class="review" onSubmit={save}>
      <fieldset>
        <legend>{words.review}</legend>
        {choices.map(([value, word]) => (
          <label key={value}>
            <input
              type="radio"
              name="verdict"
              checked={verdict === value}
              onChange={() => setVerdict(value)}
            />
            {word}
          </label>
        ))}
        <label>
          {words.whatWasIt}
          <input value={name} maxLength={64} onInput={(typed) => setName(typed.currentTarget.value)} />
        </label>
        <button type="submit" disabled={verdict === ''}>
          {words.save}
        </button>
        {review && (
          <button
            type="button"
            onClick={() => {
              setVerdict('');
              setName('');
              void send(change('DELETE', `/api/v1/events/${event.id}/review`));
            }}
          >
            {words.takeBack}
          </button>
        )}
        <span role="status">{saved && !error ? words.saved : ''}</span>
      </fieldset>
      {error && <Failure error={error} />}
    </form>
  );
}

/** Whether a step says something else than the one before it. */
function turned(step: WholePassage['verdicts'][number], i: number, all: WholePassage['verdicts']): boolean {
  const before = all[i - 1];
  const said = ({ size, confidence, vesselClass }: typeof step) =>
    `${size} ${percent(confidence)} ${vesselClass}`;
  return !before || said(before) !== said(step);
}
