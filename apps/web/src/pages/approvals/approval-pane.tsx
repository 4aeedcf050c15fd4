import { CATEGORIES, DISMISSAL_OUTCOMES, DISMISSAL_PRESETS, type CaseView } from '#libs/contracts';
import { useMe } from '../../api/session.js';
import { Countdown } from '../../parts/countdown.js';
import { CoveredText } from '../../parts/covered-text.js';
import { DefangedTarget } from '../../parts/defanged-target.js';
import { Person, Unit } from '../../parts/named.js';
import { useNow } from '../../parts/now.js';
import { Pill, PriorityPill, StatusPill } from '../../parts/pill.js';
import { Failed, Loading } from '../../parts/states.js';
import { approvalWords } from '../../words/approvals.js';
import { useTerm, useWords } from '../../words/language.js';
import { queueWords } from '../../words/queue.js';
import { Papers } from '../papers/papers.js';
import { CaseBeside } from '../queue/case/case-beside.js';
import { CaseHistory } from '../queue/case/case-history.js';
import { CaseRelated } from '../queue/case/case-related.js';
import { CaseReports } from '../queue/case/case-reports.js';
import { useCase, useVerdicts } from '../queue/queries.js';
import { CheckList } from './check-list.js';
import { checksOf } from './checks.js';
import { ApprovalBar } from './decision.js';
import { Difference } from './difference.js';
import { OwnView } from './own-view.js';
import { ProposalBlock } from './proposal-block.js';
import { ReviewBar, ReviewBlock, pendingReview } from './review.js';

interface ApprovalPaneProps {
  readonly caseId: string;
  readonly back: () => void;
  readonly next: () => void;
}

const Evidence = ({ view }: { readonly view: CaseView }) => {
  const words = useWords(approvalWords);
  const queue = useWords(queueWords);
  const proposed = view.proposal?.targetIndex;
  return (
    <section className="block step-block" aria-labelledby="approval-evidence">
      <h3 id="approval-evidence">{words.evidence}</h3>
      {view.targets.length === 0 && <p className="soft">{queue.noTarget}</p>}
      {view.targets.map((target, index) => (
        <div key={index} className={index === proposed && view.targets.length > 1 ? 'aimed' : ''}>
          {view.targets.length > 1 && (
            <p className="soft small-text">
              {words.targetOf(String(index + 1), String(view.targets.length))}
              {index === proposed && (
                <>
                  {' '}
                  <Pill tone="notice">{words.proposedTarget}</Pill>
                </>
              )}
            </p>
          )}
          <DefangedTarget target={target} />
        </div>
      ))}
      <CaseReports view={view} />
    </section>
  );
};

const Dismissal = ({ view }: { readonly view: CaseView }) => {
  const words = useWords(approvalWords);
  const term = useTerm();
  const { dismissal } = view;
  if (dismissal === undefined) return null;
  return (
    <section className="block step-block" aria-labelledby="approval-dismissal">
      <h3 id="approval-dismissal">{words.dismissalTitle}</h3>
      <p className="asked-line">{term(DISMISSAL_OUTCOMES, dismissal.outcome)}</p>
      <dl className="facts">
        <dt>{words.dismissalBy}</dt>
        <dd>
          <Person id={dismissal.by} unit />
        </dd>
        <dt>{words.reason}</dt>
        <dd>
          {dismissal.preset !== undefined && <p>{term(DISMISSAL_PRESETS, dismissal.preset)}</p>}
          {dismissal.reason !== null && (
            <CoveredText caseId={view.id} text={dismissal.reason} marks={[]} part="dismissal" />
          )}
        </dd>
      </dl>
      <p className="banner notice-line">{words.confirmHint}</p>
    </section>
  );
};

/** One decision: evidence, then what is asked, then what to look at before signing; the bar below signs. */
export const ApprovalPane = ({ caseId, back, next }: ApprovalPaneProps) => {
  const words = useWords(approvalWords);
  const queue = useWords(queueWords);
  const term = useTerm();
  const me = useMe();
  const now = useNow();
  const found = useCase(caseId);
  const view = found.data;
  const proposal = view?.proposal;
  const verdicts = useVerdicts(caseId, view?.version ?? 0, proposal?.category, proposal?.targetIndex ?? 0);
  const verdict = verdicts.data?.actions.find(({ action }) => action === proposal?.action);
  const leads = view !== undefined && leadsFor(view, me.unit);
  const checks =
    view === undefined || proposal === undefined
      ? []
      : checksOf(view, verdicts.data?.actions, { id: me.id, unit: me.unit, leads }, now);
  const review = pendingReview(view);
  const seen = proposal === undefined || verdicts.isSuccess || verdicts.isError;
  return (
    <>
      <section className="pane-case" aria-label={words.caseLabel} tabIndex={0}>
        {found.isPending && <Loading rows={6} />}
        {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
        {view !== undefined && (
          <article className="case approval" data-case={caseId}>
            <header className="case-head">
              <button type="button" className="button quiet small only-narrow" onClick={back}>
                ← {words.back}
              </button>
              <h2>{view.category === undefined ? '—' : term(CATEGORIES, view.category)}</h2>
              <p className="pills">
                <PriorityPill priority={view.priority} />
                <StatusPill status={view.status} />
                {view.plea && <Pill tone="danger">{queue.plea}</Pill>}
                {!leads && (
                  <Pill tone="notice">
                    <Unit id={view.unit} />
                  </Pill>
                )}
                {view.due
                  .filter(({ step }) => ['approve', 'confirm-dismissal', 'second-unit', 'review-decide'].includes(step))
                  .map(({ step, at }) => (
                    <Countdown key={step} to={at} />
                  ))}
              </p>
            </header>
            <div className="approval-columns">
              <Evidence view={view} />
              <div className="approval-decision">
                <ReviewBlock view={view} />
                <Dismissal view={view} />
                {proposal !== undefined && <ProposalBlock view={view} proposal={proposal} verdict={verdict} />}
                {proposal?.earlier !== undefined && <Difference earlier={proposal.earlier} />}
                {proposal?.hidden === true && <OwnView view={view} proposal={proposal} />}
                {proposal !== undefined && review === undefined && (
                  <CheckList checks={checks} loading={verdicts.isPending} failed={verdicts.isError} />
                )}
              </div>
            </div>
            <div className="case-columns">
              <CaseBeside view={view} />
              <CaseRelated view={view} />
              <Papers view={view} />
            </div>
            <CaseHistory caseId={caseId} />
          </article>
        )}
      </section>
      {view !== undefined && review !== undefined ? (
        <ReviewBar view={view} next={next} />
      ) : (
        <ApprovalBar view={view} checks={checks} leads={leads} ready={seen} next={next} />
      )}
    </>
  );
};

/** An approver decides for the unit that leads; every other unit only agrees or reads along. */
const leadsFor = (view: CaseView, unit: string): boolean => view.unit === unit || view.proposal?.unit === unit;
