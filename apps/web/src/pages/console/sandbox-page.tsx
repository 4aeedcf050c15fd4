import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ACTIONS, REQUEST_KINDS, type Action, type RequestKind, type RequestState } from '#libs/contracts';
import { command } from '../../api/client.js';
import { useKey } from '../../api/key-session.js';
import { Dialog } from '../../parts/dialog.js';
import { SelectField, TextField } from '../../parts/field.js';
import { Pill } from '../../parts/pill.js';
import { toast } from '../../parts/toasts.js';
import { consolePageWords } from '../../words/console-pages.js';
import { consoleWords } from '../../words/console.js';
import { useTerm, useWords } from '../../words/language.js';
import { KeyForm } from './key-form.js';
import { FEED, REQUESTS, useFeed, useOwn, useRequests } from './queries.js';

const Make = () => {
  const words = useWords(consolePageWords);
  const common = useWords(consoleWords);
  const term = useTerm();
  const queries = useQueryClient();
  const actions = useOwn().data?.expresses ?? ['block-domain'];
  const [kind, setKind] = useState<RequestKind>('block');
  const [action, setAction] = useState<Action>('block-domain');
  const [count, setCount] = useState('3');
  const making = useMutation({
    mutationFn: () => command('sandboxMade', '/sandbox/requests', { body: { kind, action, count: Number(count) } }),
    onSuccess: ({ requests }) => void toast({ text: words.sandboxDone(String(requests.length)) }),
    onError: (error) => void toast({ text: error.message, tone: 'danger' }),
    onSettled: () => Promise.all([REQUESTS, FEED].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
  return (
    <form
      className="card-block"
      onSubmit={(event) => {
        event.preventDefault();
        making.mutate();
      }}
    >
      <h2>{words.sandboxMake}</h2>
      <div className="form-line">
        <SelectField
          label={words.sandboxKind}
          name="kind"
          value={kind}
          onChange={(event) => setKind(event.target.value as RequestKind)}
          options={(Object.keys(REQUEST_KINDS) as RequestKind[]).map((value) => ({
            value,
            label: term(REQUEST_KINDS, value),
          }))}
        />
        <SelectField
          label={common.action}
          name="action"
          value={action}
          onChange={(event) => setAction(event.target.value as Action)}
          options={actions.map((value) => ({ value, label: term(ACTIONS, value) }))}
        />
        <TextField
          label={words.sandboxCount}
          name="count"
          type="number"
          min={1}
          max={100}
          required
          value={count}
          onChange={(event) => setCount(event.target.value)}
        />
        <button type="submit" className="button main" disabled={making.isPending}>
          {words.sandboxMake}
        </button>
      </div>
    </form>
  );
};

const AFTER_LIFT: readonly RequestState[] = ['lifted', 'lift-verified'];
const LIFTING: readonly RequestState[] = ['lift-queued', 'lift-delivered', ...AFTER_LIFT];
const ENFORCED: readonly RequestState[] = ['enforced', 'verified', ...LIFTING];
const ACKNOWLEDGED: readonly RequestState[] = ['acknowledged', 'refused', ...ENFORCED];

/** The whole life, ticked off as the provider's own system walks through it. */
const DryRun = () => {
  const words = useWords(consolePageWords);
  const common = useWords(consoleWords);
  const counts = useRequests({ xem: 'all' }).data?.pages[0]?.counts ?? {};
  const feed = useFeed().data;
  const any = (states: readonly RequestState[]): boolean => states.some((state) => (counts[state] ?? 0) > 0);
  const steps = [
    [words.dryMade, Object.keys(counts).length > 0],
    [words.dryPolled, feed !== undefined && feed.lastSeenAt !== null],
    [words.dryAcknowledged, any(ACKNOWLEDGED)],
    [words.dryEnforced, any(ENFORCED)],
    [words.dryLiftAsked, any(LIFTING)],
    [words.dryLifted, any(AFTER_LIFT)],
  ] as const;
  return (
    <section className="card-block">
      <h2>{words.dryRun}</h2>
      <ol className="steps">
        {steps.map(([name, done]) => (
          <li key={name}>
            <span>{name}</span> <Pill tone={done ? 'success' : 'quiet'}>{done ? words.dryDone : words.dryOpen}</Pill>
          </li>
        ))}
      </ol>
      <p>
        <Link to="/doanh-nghiep">{words.toRequests}</Link> · <Link to="/doanh-nghiep/cach-noi">{common.howTo}</Link>
      </p>
    </section>
  );
};

/** Where the whole life of a request is tried out; nothing here leaves the installation. */
export const SandboxPage = () => {
  const words = useWords(consolePageWords);
  const session = useKey();
  const [entering, setEntering] = useState(false);
  return (
    <div className="sheet-page">
      <header className="console-head">
        <h1>{words.sandboxTitle}</h1>
      </header>
      <p className="soft">{words.sandboxLead}</p>
      {session.role === 'sandbox' ? (
        <>
          <Make />
          <DryRun />
        </>
      ) : (
        <section className="card-block">
          <p>{words.sandboxNeeds}</p>
          <p>
            <button type="button" className="button" onClick={() => setEntering(true)}>
              {words.sandboxSwitch}
            </button>
          </p>
        </section>
      )}
      {entering && (
        <Dialog title={words.sandboxSwitch} onClose={() => setEntering(false)}>
          <KeyForm entered={() => setEntering(false)} />
        </Dialog>
      )}
    </div>
  );
};
