import { useState } from 'react';
import { Empty, Failed, Loading } from '../../parts/states.js';
import { adminWords } from '../../words/admin.js';
import { useWords } from '../../words/language.js';
import { InvitationPart } from './invitation-part.js';
import { PendingCard } from './pending-card.js';
import { usePending } from './queries.js';

/** What one administrator proposed and another one decides: before and after, nothing else to read. */
export const PendingPage = () => {
  const words = useWords(adminWords);
  const pending = usePending();
  const [part, setPart] = useState<string>();
  return (
    <section className="page" aria-labelledby="pending-title">
      <header className="page-head">
        <h1 id="pending-title">{words.pending}</h1>
        <p className="soft">{words.pendingLead}</p>
      </header>
      {pending.isPending && <Loading rows={3} />}
      {pending.isError && <Failed error={pending.error} retry={() => void pending.refetch()} />}
      {pending.data?.items.length === 0 && <Empty title={words.noPending} />}
      <ul className="stack">
        {pending.data?.items.map((change) => (
          <li key={change.changeId}>
            <PendingCard change={change} showPart={setPart} />
          </li>
        ))}
      </ul>
      {part !== undefined && <InvitationPart part={part} close={() => setPart(undefined)} />}
    </section>
  );
};
