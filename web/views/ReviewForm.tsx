import { useState } from 'preact/hooks';
import { change, type Review, type WholePassage } from '../api.js';
import { useWords } from '../words/words.js';
import { Failure } from './Failure.js';

/** What a person says of a passage. */
export function ReviewForm({
  passage: { event, review },
  changed,
}: {
  passage: WholePassage;
  changed: () => void;
}) {
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
