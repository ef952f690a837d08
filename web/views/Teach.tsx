import { useEffect, useState } from 'preact/hooks';
import { change, type Enrolment } from '../api.js';
import { useWords } from '../words/words.js';
import { Failure } from './Failure.js';

interface TeachProps {
  chosen: ReadonlySet<string>;
  choose: (id: string) => void;
  taught: () => void;
}

/** Teaches a class from chosen passages and files; the proof is shown before it can be taught. */
export function Teach({ chosen, choose, taught }: TeachProps) {
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
