import { useEffect, useState } from 'preact/hooks';
import { change, type Enrolment, read, type TaughtClass } from '../api.js';
import { useWords } from '../words/words.js';
import { Failure } from './Failure.js';

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
          {classes?.map(({ name, size, recordings }) => (
            <li key={name}>
              {name}: {words.sizes[size as 'big']}, {recordings} {words.recordings}{' '}
              <button
                type="button"
                onClick={() => void alter(change('DELETE', `/api/v1/classes/${encodeURIComponent(name)}`))}
                aria-label={`${words.remove} ${name}`}
              >
                {words.remove}
              </button>
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

interface TeachProps {
  chosen: ReadonlySet<string>;
  choose: (id: string) => void;
  taught: () => void;
}

function Teach({ chosen, choose, taught }: TeachProps) {
  const words = useWords();
  const [name, setName] = useState('');
  const [size, setSize] = useState('small');
  const [files, setFiles] = useState<File[]>([]);
  const [proof, setProof] = useState<Enrolment | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const complete = name.trim() !== '' && (chosen.size > 0 || files.length > 0);
  // Whatever changes makes the proof that of something else.
  useEffect(() => setProof(null), [name, size, files, chosen]);

  const send = async (dryRun: boolean) => {
    setBusy(true);
    setError(null);
    try {
      const form = new FormData();
      form.set('request', JSON.stringify({ name: name.trim(), size, events: [...chosen], dryRun }));
      for (const file of files) form.append('file', file);
      const answer = await change<Enrolment>('POST', '/api/v1/enrollments', form);
      setProof(answer);
      if (answer.enrolled) taught();
    } catch (failure) {
      setError(failure as Error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      class="teach"
      onSubmit={(event) => {
        event.preventDefault();
        void send(true);
      }}
    >
      <h3>{words.teachTitle}</h3>
      <label>
        {words.className}
        <input value={name} maxLength={63} required onInput={(event) => setName(event.currentTarget.value)} />
      </label>
      <label>
        {words.sizeFilter}
        <select value={size} onChange={(event) => setSize(event.currentTarget.value)}>
          {(['big', 'small', 'none'] as const).map((each) => (
            <option key={each} value={each}>
              {words.sizes[each]}
            </option>
          ))}
        </select>
      </label>
      <p>
        {words.passagesChosen}: {chosen.size > 0 ? '' : words.choosePassages}
      </p>
      <ul>
        {[...chosen].map((id) => (
          <li key={id}>
            <a href={`#/passage/${id}`}>{id}</a>{' '}
            <button type="button" onClick={() => choose(id)} aria-label={`${words.remove} ${id}`}>
              {words.remove}
            </button>
          </li>
        ))}
      </ul>
      <label>
        {words.orFiles}
        <input
          type="file"
          accept=".wav,audio/wav"
          multiple
          onChange={(event) => setFiles([...(event.currentTarget.files ?? [])])}
        />
      </label>
      <p class="tools">
        <button type="submit" disabled={!complete || busy}>
          {busy ? words.checking : words.check}
        </button>
        <button
          type="button"
          disabled={!proof || proof.objection !== null || proof.enrolled || busy}
          onClick={() => void send(false)}
        >
          {words.teachIt}
        </button>
      </p>
      {error && <Failure error={error} />}
      {proof && (
        <section aria-label={words.proof} aria-live="polite">
          <h3>{words.proof}</h3>
          <ul>
            {proof.lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          {proof.enrolled && <p role="status">{words.taught}</p>}
        </section>
      )}
    </form>
  );
}
