import { useWords } from '../words/words.js';

/** What did not work, in the words of whoever refused it. */
export function Failure({ error }: { error: Error }) {
  const words = useWords();
  return (
    <p class="failure" role="alert">
      {words.failed} {error.message}
    </p>
  );
}
