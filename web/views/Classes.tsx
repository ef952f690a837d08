import { useEffect, useMemo, useState } from 'preact/hooks';
import { change, read, type TaughtClass } from '../api.js';
import { Lines } from '../plots/Lines.js';
import { useWords } from '../words/words.js';
import { Failure } from './Failure.js';
import { Teach } from './Teach.js';

/** What the node has been taught, and teaching it more from passages or files, with the proof shown first. */
export function Classes({ chosen, choose }: { chosen: ReadonlySet<string>; choose: (id: string) => void }) {
  const words = useWords();
  const [classes, setClasses] = useState<TaughtClass[] | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const load = () =>
    read<{ classes: TaughtClass[] }>('/api/v1/classes').then(
      (answer) => setClasses(answer.classes),
      setError,
    );
  useEffect(() => void load(), []);
  const alter = (work: Promise<unknown>) =>
    work.then(() => {
      setError(null);
      void load();
    }, setError);
  return (
    <>
      <h2>{words.classes}</h2>
      <section aria-label={words.enrolled}>
        <h3>{words.enrolled}</h3>
        {error && <Failure error={error} />}
        {classes?.length === 0 && <p>{words.noClasses}</p>}
        <ul>
          {classes?.map(({ name, size, recordings, drift }) => (
            <li key={name}>
              {name}: {words.sizes[size as 'big']}, {recordings} {words.recordings}{' '}
              <button
                type="button"
                onClick={() => void alter(change('DELETE', `/api/v1/classes/${encodeURIComponent(name)}`))}
                aria-label={`${words.remove} ${name}`}
              >
                {words.remove}
              </button>
              <Drift name={name} {...drift} />
            </li>
          ))}
        </ul>
        <button type="button" onClick={() => void alter(change('POST', '/api/v1/classes/undo', {}))}>
          {words.undo}
        </button>
      </section>
      <Teach chosen={chosen} choose={choose} taught={() => void load()} />
    </>
  );
}

/** How far its passages lay from what was taught. */
function Drift({ name, distances, moved }: TaughtClass['drift'] & { name: string }) {
  const words = useWords();
  const x = useMemo(() => distances.map(({ time }) => Date.parse(time) / 1000), [distances]);
  const y = useMemo(() => distances.map(({ distance }) => distance), [distances]);
  return (
    <>
      {moved && (
        <p class="failure">
          {name} {words.classMoved}
        </p>
      )}
      {x.length > 1 && (
        <Lines
          label={`${words.distanceOf}: ${name}`}
          x={x}
          y={y}
          xLabel={`${words.time} (${words.utc})`}
          yLabel={words.distance}
          time
        />
      )}
    </>
  );
}
