import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { KEY_SESSION, signInWithKey } from '../../api/key-session.js';
import { Refusal } from '../../api/refusal.js';
import { TextField } from '../../parts/field.js';
import { consoleWords } from '../../words/console.js';
import { useWords } from '../../words/language.js';

/** Takes a key for a session and forgets it at once: it is in no state, store or address of the page afterwards. */
export const KeyForm = ({ entered }: { readonly entered?: () => void }) => {
  const words = useWords(consoleWords);
  const queries = useQueryClient();
  const [key, setKey] = useState('');
  const entering = useMutation({
    mutationFn: (given: string) => signInWithKey(given),
    gcTime: 0,
    onSuccess: (session) => {
      // Another key is another provider's list, or the sandbox: nothing that was read before may stay.
      queries.setQueryData(KEY_SESSION, session);
      void queries.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEY_SESSION[0] });
      entered?.();
    },
  });
  const { error } = entering;
  return (
    <form
      className="stack"
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        entering.mutate(key.trim());
        setKey('');
      }}
    >
      {error && (
        <p className="error-line" role="alert">
          {error instanceof Refusal && error.code === 'sign-in-failed' ? words.wrongKey : error.message}
        </p>
      )}
      <TextField
        label={words.key}
        hint={words.keyHint}
        name="key"
        type="password"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
        autoFocus
        data-first
        className="input mono"
        value={key}
        onChange={(event) => setKey(event.target.value)}
      />
      <button className="button main wide" type="submit" disabled={entering.isPending}>
        {words.enter}
      </button>
    </form>
  );
};
