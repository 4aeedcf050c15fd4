import { useState } from 'react';
import type { FindingView } from '#libs/contracts';
import { usePages } from '../../api/pages.js';
import { holds, useMe } from '../../api/session.js';
import { Empty, Failed, Loading } from '../../parts/states.js';
import { auditWords } from '../../words/audit.js';
import { useWords } from '../../words/language.js';
import { AnswerFinding, RaiseFinding } from './findings/finding-dialogs.js';
import { FindingCard } from './findings/finding-card.js';

/** Findings: raised by the auditor, answered by the unit in time, closed by the auditor. */
export const FindingsPage = () => {
  const words = useWords(auditWords);
  const auditor = holds(useMe(), 'auditor');
  const [raising, setRaising] = useState(false);
  const [answering, setAnswering] = useState<FindingView>();
  const query = usePages('findings', '/findings', { limit: 50 });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="page" aria-labelledby="findings-title">
      <header className="page-head">
        <h1 id="findings-title">{words.findings}</h1>
        <p className="soft">{auditor ? words.findingsLead : words.findingsUnitLead}</p>
        {auditor && (
          <button type="button" className="button main not-on-paper" onClick={() => setRaising(true)}>
            {words.raise}
          </button>
        )}
      </header>
      {query.isPending && <Loading rows={3} />}
      {query.isError && <Failed error={query.error} retry={() => void query.refetch()} />}
      {query.data && items.length === 0 && <Empty title={words.noFindings} />}
      <ul className="stack">
        {items.map((finding) => (
          <li key={finding.findingId}>
            <FindingCard finding={finding} auditor={auditor} answer={() => setAnswering(finding)} />
          </li>
        ))}
      </ul>
      {raising && <RaiseFinding close={() => setRaising(false)} />}
      {answering && <AnswerFinding id={answering.findingId} close={() => setAnswering(undefined)} />}
    </section>
  );
};
