import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ACTIONS, PROVIDER_KINDS } from '#libs/contracts';
import { command } from '../../api/client.js';
import { useKey } from '../../api/key-session.js';
import { Refusal } from '../../api/refusal.js';
import { TextField } from '../../parts/field.js';
import { SafeText } from '../../parts/safe-text.js';
import { Failed, Loading } from '../../parts/states.js';
import { toast } from '../../parts/toasts.js';
import { useUnsent } from '../../parts/unsent.js';
import { consolePageWords } from '../../words/console-pages.js';
import { useFormats } from '../../words/formats.js';
import { useTerm, useWords } from '../../words/language.js';
import { OWN, useOwn } from './queries.js';

const ChangeContact = () => {
  const words = useWords(consolePageWords);
  const queries = useQueryClient();
  const [contact, setContact] = useState('');
  useUnsent(contact.trim() !== '');
  const proposing = useMutation({
    mutationFn: () => command('changeProposed', '/providers/own/contact', { body: { contact: contact.trim() } }),
    onSuccess: () => {
      setContact('');
      toast({ text: words.contactSent });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: OWN }),
  });
  const { error } = proposing;
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        proposing.mutate();
      }}
    >
      <TextField
        label={words.contactNew}
        hint={words.contactHint}
        error={error === null ? undefined : (error instanceof Refusal && error.of('/contact')) || error.message}
        name="contact"
        autoComplete="off"
        required
        minLength={3}
        maxLength={300}
        value={contact}
        onChange={(event) => setContact(event.target.value)}
      />
      <p>
        <button type="submit" className="button main" disabled={proposing.isPending}>
          {words.contactSend}
        </button>
      </p>
    </form>
  );
};

/** Who is reached day and night, and what else the register says about this provider. */
export const ContactPage = () => {
  const words = useWords(consolePageWords);
  const term = useTerm();
  const { moment } = useFormats();
  const session = useKey();
  const own = useOwn();
  if (own.isPending) return <Loading rows={4} />;
  if (own.data === undefined) return <Failed error={own.error} retry={() => void own.refetch()} />;
  const { name, kind, expresses, platforms, provinces, contact, pendingContact } = own.data;
  return (
    <div className="sheet-page">
      <header className="console-head">
        <h1>{words.contactTitle}</h1>
      </header>
      <p className="soft">{words.contactLead}</p>
      <section className="card-block">
        <h2>{words.contactNow}</h2>
        <p className="contact-now">
          <SafeText>{contact}</SafeText>
        </p>
        {pendingContact && (
          <div className="feed-verdict warning">
            <strong>{words.contactPending}</strong>
            <p>
              <SafeText>{pendingContact.contact}</SafeText>
              {' · '}
              <span className="small-text">
                {words.contactSince} {moment(pendingContact.proposedAt)}
              </span>
            </p>
          </div>
        )}
        {session.role === 'provider' ? (
          pendingContact === null && <ChangeContact />
        ) : (
          <p className="soft">{words.contactTest}</p>
        )}
      </section>
      <section className="card-block">
        <h2>{words.entry}</h2>
        <dl className="facts">
          <dt>{words.name}</dt>
          <dd>
            <SafeText>{name}</SafeText>
          </dd>
          <dt>{words.kind}</dt>
          <dd>{term(PROVIDER_KINDS, kind)}</dd>
          <dt>{words.expresses}</dt>
          <dd>
            <ul>
              {expresses.map((action) => (
                <li key={action}>{term(ACTIONS, action)}</li>
              ))}
            </ul>
          </dd>
          {platforms.length > 0 && (
            <>
              <dt>{words.platforms}</dt>
              <dd>
                <SafeText>{platforms.join(', ')}</SafeText>
              </dd>
            </>
          )}
          <dt>{words.provinces}</dt>
          <dd>{provinces === null ? words.everywhere : provinces.join(', ')}</dd>
        </dl>
      </section>
    </div>
  );
};
