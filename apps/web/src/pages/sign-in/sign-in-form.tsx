import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Refusal } from '../../api/refusal.js';
import { SESSION, signIn } from '../../api/session.js';
import { TextField } from '../../parts/field.js';
import { useWords } from '../../words/language.js';
import { signInWords } from '../../words/sign-in.js';

/** Login, password and, where one is set up, the code of the second factor. */
export const SignInForm = ({ login: known = '' }: { readonly login?: string }) => {
  const words = useWords(signInWords);
  const queries = useQueryClient();
  const [login, setLogin] = useState(known);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const entering = useMutation({
    mutationFn: () =>
      signIn({ login: login.trim(), password, ...(code.trim() === '' ? {} : { code: code.replace(/\s/g, '') }) }),
    onSuccess: (user) => queries.setQueryData(SESSION, user),
  });
  const { error } = entering;
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        entering.mutate();
      }}
    >
      {error && (
        <p className="error-line" role="alert">
          {error instanceof Refusal ? error.title : String(error)}
        </p>
      )}
      <TextField
        label={words.login}
        name="login"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        autoFocus={known === ''}
        data-first={known === '' ? true : undefined}
        value={login}
        onChange={(event) => setLogin(event.target.value)}
      />
      <TextField
        label={words.password}
        name="password"
        type="password"
        autoComplete="current-password"
        required
        autoFocus={known !== ''}
        data-first={known !== '' ? true : undefined}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <TextField
        label={words.code}
        hint={words.codeHint}
        name="code"
        autoComplete="one-time-code"
        inputMode="numeric"
        maxLength={10}
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      <button className="button main wide" type="submit" disabled={entering.isPending}>
        {words.submit}
      </button>
    </form>
  );
};
