import { startTransition, useEffect, useState } from 'react';
import { CATEGORIES, type CaseView } from '#libs/contracts';
import { useLook, useLookingAt } from '../../../api/presence.js';
import { holds, useMe } from '../../../api/session.js';
import { CoveredText } from '../../../parts/covered-text.js';
import { DefangedTarget } from '../../../parts/defanged-target.js';
import { Person } from '../../../parts/named.js';
import { Pill, PriorityPill, StatusPill } from '../../../parts/pill.js';
import { SafeText } from '../../../parts/safe-text.js';
import { Failed, Loading } from '../../../parts/states.js';
import { caseWords } from '../../../words/case.js';
import { decisionWords } from '../../../words/decision.js';
import { useTerm, useWords } from '../../../words/language.js';
import { queueWords } from '../../../words/queue.js';
import { useCase } from '../queries.js';
import { takesTwo } from '../second-person.js';
import { CaseBeside } from './case-beside.js';
import { Deadlines, Facts } from './case-facts.js';
import { CaseLinks } from './case-links.js';
import { CaseHistory } from './case-history.js';
import { CaseMeasures } from './case-measures.js';
import { CaseRelated } from './case-related.js';
import { CaseReports } from './case-reports.js';
import { CaseNotes, CaseStanding } from './case-standing.js';

const Others = ({ caseId }: { readonly caseId: string }) => {
  const words = useWords(caseWords);
  const me = useMe();
  const others = useLookingAt(caseId).filter(({ person }) => person !== me.id);
  if (others.length === 0) return null;
  return (
    <Pill tone="notice">
      {words.looking}: {others.map(({ person }, index) => [index > 0 && ', ', <Person key={person} id={person} />])}
    </Pill>
  );
};

const Targets = ({ view }: { readonly view: CaseView }) => {
  const words = useWords(queueWords);
  const more = useWords(caseWords);
  return (
    <section className="block">
      <h3>{words.target}</h3>
      {view.targets.length === 0 && <p className="soft">{words.noTarget}</p>}
      {view.targets.map((target, index) => (
        <DefangedTarget key={index} target={target}>
          {target.marks.length > 0 && (
            <CoveredText caseId={view.id} text="" marks={target.marks} part="target" id={String(index)} />
          )}
          {target.correctedFrom !== undefined && (
            <p className="soft small-text">
              {more.corrected}: <SafeText>{target.correctedFrom}</SafeText>
            </p>
          )}
        </DefangedTarget>
      ))}
    </section>
  );
};

/** Whoever passes by quickly does not ask for what stands further down; whoever stays has it before the eye is there. */
const SETTLED = 120;
const useSettled = (): boolean => {
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => startTransition(() => setSettled(true)), SETTLED);
    return () => window.clearTimeout(timer);
  }, []);
  return settled;
};

/** One case as it stands: what was reported, in whose words, what can be done, who helps, and what happened. */
export const CasePane = ({ caseId, back }: { readonly caseId: string; readonly back: () => void }) => {
  const words = useWords(queueWords);
  const deciding = useWords(decisionWords);
  const term = useTerm();
  const me = useMe();
  const found = useCase(caseId);
  const settled = useSettled();
  useLook(caseId, holds(me, 'analyst', 'approver') && found.data !== undefined);
  if (found.isPending) return <Loading rows={6} />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const view = found.data;
  return (
    <article className="case" data-case={caseId}>
      <header className="case-head">
        <button type="button" className="button quiet small only-narrow" onClick={back}>
          ← {words.back}
        </button>
        <h2>{view.category === undefined ? words.unclassified : term(CATEGORIES, view.category)}</h2>
        <p className="pills">
          <PriorityPill priority={view.priority} />
          <StatusPill status={view.status} />
          {view.plea && <Pill tone="danger">{words.plea}</Pill>}
          <Others caseId={caseId} />
        </p>
        {view.status === 'open' && takesTwo(view) && <p className="two-needed small-text">{deciding.twoNeeded}</p>}
      </header>
      <CaseStanding view={view} />
      {settled && <CaseLinks view={view} />}
      <Targets view={view} />
      <div className="case-columns">
        <div className="case-main">
          <CaseReports view={view} />
          {settled && <CaseMeasures view={view} />}
          <CaseNotes view={view} />
        </div>
        <div className="case-side">
          {settled && <CaseBeside view={view} />}
          <Deadlines due={view.due} />
          <Facts view={view} />
          {settled && <CaseRelated view={view} />}
        </div>
      </div>
      {settled && <CaseHistory caseId={caseId} />}
    </article>
  );
};
