import { useEffect, useMemo, useState } from 'preact/hooks';
import { type LevelCurve, query, read, type WholePassage } from '../api.js';
import { Lines } from '../plots/Lines.js';
import { clockOf, percent, useWords } from '../words/words.js';
import { Clip } from './Clip.js';
import { Demon } from './Demon.js';
import { Evidence } from './Evidence.js';
import { Failure } from './Failure.js';
import { ReviewForm } from './ReviewForm.js';

const AROUND_MS = 60_000;

/** One passage: what it was, how it went, how it sounds, and what a person says of it. */
export function Passage({ id, choose }: { id: string; choose: (id: string) => void }) {
  const words = useWords();
  const [passage, setPassage] = useState<WholePassage | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const load = () => read<WholePassage>(`/api/v1/events/${id}`).then(setPassage, setError);
  useEffect(() => void load(), [id]);
  if (error) return <Failure error={error} />;
  if (!passage) return <p>{words.loading}</p>;
  const { event, verdicts, demon, clip } = passage;
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
      {demon && <Demon {...demon} shaftHz={event.evidence.shaftHz} />}
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

/** Whether a step says something else than the one before it. */
function turned(step: WholePassage['verdicts'][number], i: number, all: WholePassage['verdicts']): boolean {
  const before = all[i - 1];
  const said = ({ size, confidence, vesselClass }: typeof step) =>
    `${size} ${percent(confidence)} ${vesselClass}`;
  return !before || said(before) !== said(step);
}
