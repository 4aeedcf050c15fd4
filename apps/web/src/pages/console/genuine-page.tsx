import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ACTIONS } from '#libs/contracts';
import { call } from '../../api/client.js';
import { TextField } from '../../parts/field.js';
import { SafeText } from '../../parts/safe-text.js';
import { consolePageWords } from '../../words/console-pages.js';
import { consoleWords } from '../../words/console.js';
import { useFormats } from '../../words/formats.js';
import { useTerm, useWords } from '../../words/language.js';

/** Whether a request that somebody was shown is one of ours. */
export const GenuinePage = () => {
  const words = useWords(consolePageWords);
  const common = useWords(consoleWords);
  const term = useTerm();
  const { moment } = useFormats();
  const [reference, setReference] = useState('');
  const asking = useMutation({
    mutationFn: () => call('genuine', `/genuine/${encodeURIComponent(reference.trim())}`),
  });
  const found = asking.data;
  return (
    <div className="sheet-page">
      <header className="console-head">
        <h1>{words.genuineTitle}</h1>
      </header>
      <form
        className="card-block stack"
        onSubmit={(event) => {
          event.preventDefault();
          asking.mutate();
        }}
      >
        <TextField
          label={common.reference}
          hint={words.genuineLead}
          error={asking.error?.message}
          name="reference"
          className="input mono"
          placeholder="LC-XXXX-XXXX-XXXX"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          required
          maxLength={60}
          value={reference}
          onChange={(event) => setReference(event.target.value)}
        />
        <p>
          <button type="submit" className="button main" disabled={asking.isPending}>
            {words.genuineCheck}
          </button>
        </p>
      </form>
      <div role="status">
        {found && (
          <div className={found.genuine ? 'feed-verdict success' : 'feed-verdict danger'}>
            <strong>{found.genuine ? words.genuineYes : words.genuineNo}</strong>
            <p className="mono">
              <SafeText>{found.reference}</SafeText>
            </p>
            {found.action !== null && found.issuedAt !== null ? (
              <p>
                {term(ACTIONS, found.action)} · {moment(found.issuedAt)}
              </p>
            ) : (
              <p>{words.genuineNoHint}</p>
            )}
          </div>
        )}
      </div>
      <p className="soft small-text">{words.genuinePublic}</p>
    </div>
  );
};
