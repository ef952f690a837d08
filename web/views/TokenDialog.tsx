import { useEffect, useRef, useState } from 'preact/hooks';
import { onTokenWanted } from '../api.js';
import { useWords } from '../words/words.js';

/** Asks for the node's token when something wants it. */
export function TokenDialog() {
  const words = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const answer = useRef<(token: string | null) => void>(() => {});
  const [token, setToken] = useState('');
  useEffect(() => {
    onTokenWanted(
      () =>
        new Promise((resolve) => {
          answer.current = resolve;
          setToken('');
          if (!dialog.current?.open) dialog.current?.showModal();
        }),
    );
  }, []);
  const close = (given: string | null) => {
    dialog.current?.close();
    answer.current(given);
  };
  return (
    <dialog ref={dialog} aria-label={words.token} onCancel={() => close(null)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          close(token);
        }}
      >
        <p>{words.tokenWanted}</p>
        <label>
          {words.token}
          <input
            type="password"
            autocomplete="off"
            value={token}
            onInput={(event) => setToken(event.currentTarget.value)}
          />
        </label>
        <p class="tools">
          <button type="submit">{words.giveToken}</button>
          <button type="button" onClick={() => close(null)}>
            {words.cancel}
          </button>
        </p>
      </form>
    </dialog>
  );
}
