import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { KeyView } from '#libs/contracts';
import { command } from '../../api/client.js';
import { KEY_SESSION, signInWithKey, useKey } from '../../api/key-session.js';
import { Dialog } from '../../parts/dialog.js';
import { TextField } from '../../parts/field.js';
import { Pill } from '../../parts/pill.js';
import { SafeText } from '../../parts/safe-text.js';
import { Failed, Loading } from '../../parts/states.js';
import { toast } from '../../parts/toasts.js';
import { consolePageWords } from '../../words/console-pages.js';
import { consoleWords } from '../../words/console.js';
import { useFormats } from '../../words/formats.js';
import { useWords } from '../../words/language.js';
import { CodeBlock } from '../../parts/copy-button.js';
import { OWN_KEYS, useOwnKeys } from './queries.js';

const failed = (error: Error): void => void toast({ text: error.message, tone: 'danger' });

/** The one time a key is shown, and what to do with it, in order. */
const NewKey = ({ value, close }: { readonly value: string; readonly close: () => void }) => {
  const words = useWords(consolePageWords);
  const common = useWords(consoleWords);
  const queries = useQueryClient();
  const moving = useMutation({
    mutationFn: () => signInWithKey(value),
    gcTime: 0,
    onSuccess: (session) => {
      queries.setQueryData(KEY_SESSION, session);
      toast({ text: words.moved });
      close();
    },
    onError: failed,
  });
  return (
    <Dialog title={words.keyOnce} wide>
      <p className="soft">{words.keyOnceLead}</p>
      <CodeBlock name={common.key} text={value} />
      <ol className="steps">
        <li>{words.stepStore}</li>
        <li>{words.stepMove}</li>
        <li>{words.stepRevoke}</li>
      </ol>
      <p className="sheet-foot">
        <button type="button" className="button" onClick={close}>
          {words.stored}
        </button>
        <button type="button" className="button main" disabled={moving.isPending} onClick={() => moving.mutate()}>
          {words.moveHere}
        </button>
      </p>
    </Dialog>
  );
};

const CreateKey = ({ made }: { readonly made: (key: string) => void }) => {
  const words = useWords(consolePageWords);
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [until, setUntil] = useState('');
  const creating = useMutation({
    mutationFn: () =>
      command('keyIssued', '/keys', {
        // To the end of that day, in Vietnam.
        body: {
          name: name.trim(),
          ...(until === '' ? {} : { notAfter: new Date(`${until}T23:59:59+07:00`).toISOString() }),
        },
      }),
    gcTime: 0,
    onSuccess: ({ key }) => {
      setName('');
      setUntil('');
      made(key);
    },
    onError: failed,
    onSettled: () => queries.invalidateQueries({ queryKey: OWN_KEYS }),
  });
  return (
    <form
      className="card-block"
      onSubmit={(event) => {
        event.preventDefault();
        creating.mutate();
      }}
    >
      <h2>{words.newKey}</h2>
      <div className="form-line">
        <TextField
          label={words.keyName}
          hint={words.keyNameHint}
          name="name"
          autoComplete="off"
          required
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label={words.keyUntil}
          hint={words.keyUntilHint}
          name="until"
          type="date"
          value={until}
          onChange={(event) => setUntil(event.target.value)}
        />
        <button type="submit" className="button main" disabled={creating.isPending}>
          {words.create}
        </button>
      </div>
    </form>
  );
};

const Revoke = ({ of, close }: { readonly of: KeyView; readonly close: () => void }) => {
  const words = useWords(consolePageWords);
  const common = useWords(consoleWords);
  const queries = useQueryClient();
  const revoking = useMutation({
    mutationFn: () => command('keyRevoked', `/keys/${of.id}`, { method: 'DELETE' }),
    onSuccess: () => {
      toast({ text: words.revokeDone });
      close();
    },
    onError: failed,
    onSettled: () => queries.invalidateQueries({ queryKey: OWN_KEYS }),
  });
  return (
    <Dialog title={words.revokeTitle} onClose={close}>
      <p>
        <SafeText>{words.revokeLead(of.name)}</SafeText>
      </p>
      <p className="sheet-foot">
        <button type="button" className="button" data-first onClick={close}>
          {common.cancel}
        </button>
        <button type="button" className="button danger" disabled={revoking.isPending} onClick={() => revoking.mutate()}>
          {words.revoke}
        </button>
      </p>
    </Dialog>
  );
};

const stateOf = ({ revokedAt, notAfter }: KeyView): 'revoked' | 'lapsed' | 'live' =>
  revokedAt !== null ? 'revoked' : notAfter !== null && Date.parse(notAfter) < Date.now() ? 'lapsed' : 'live';

/** The provider's keys; changing one interrupts nothing, because the old one works until it is revoked. */
export const KeysPage = () => {
  const words = useWords(consolePageWords);
  const { moment } = useFormats();
  const session = useKey();
  const keys = useOwnKeys();
  const [shown, setShown] = useState<string>();
  const [revoking, setRevoking] = useState<KeyView>();
  return (
    <div className="sheet-page">
      <header className="console-head">
        <h1>{words.keysTitle}</h1>
      </header>
      <p className="soft">{words.keysLead}</p>
      <CreateKey made={setShown} />
      {keys.isPending ? (
        <Loading rows={3} />
      ) : keys.data === undefined ? (
        <Failed error={keys.error} retry={() => void keys.refetch()} />
      ) : (
        <div className="table-scroll" tabIndex={0} role="region" aria-label={words.keysTitle}>
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">{words.name}</th>
                <th scope="col">{words.prefix}</th>
                <th scope="col">{words.made}</th>
                <th scope="col">{words.valid}</th>
                <th scope="col">{words.state}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {keys.data.items.toReversed().map((one) => {
                const state = stateOf(one);
                return (
                  <tr key={one.id} data-key={one.id}>
                    <th scope="row">
                      <SafeText>{one.name}</SafeText>
                    </th>
                    <td className="mono">{one.prefix}</td>
                    <td>{moment(one.createdAt)}</td>
                    <td>{one.notAfter === null ? words.forever : moment(one.notAfter)}</td>
                    <td>
                      <span className="pills">
                        <Pill tone={state === 'live' ? 'success' : 'quiet'}>{words[state]}</Pill>
                        {one.id === session.id && <Pill tone="notice">{words.here}</Pill>}
                      </span>
                    </td>
                    <td>
                      {state === 'live' && one.id !== session.id && (
                        <button type="button" className="button danger small" onClick={() => setRevoking(one)}>
                          {words.revoke}
                          <span className="unseen"> {one.name}</span>
                        </button>
                      )}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      {shown !== undefined && <NewKey value={shown} close={() => setShown(undefined)} />}
      {revoking && <Revoke of={revoking} close={() => setRevoking(undefined)} />}
    </div>
  );
};
