import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { CaseSummary } from '#libs/contracts';
import { useMe } from '../../api/session.js';
import { useCommands } from '../../keys/commands.js';
import { Empty } from '../../parts/states.js';
import '../../style/approvals.css';
import { approvalWords } from '../../words/approvals.js';
import { useWords } from '../../words/language.js';
import { ApprovalPane } from './approval-pane.js';
import { OwnFigures } from './own-figures.js';
import { useReviews, useWaiting } from './queries.js';
import { WaitingRows } from './waiting-rows.js';

const route = getRouteApi('/phe-duyet/{-$caseId}');
const NONE: readonly CaseSummary[] = [];

/** Approvals: what waits on the left, evidence before the proposal on the right, the decision at the bottom. */
export const ApprovalsPage = () => {
  const words = useWords(approvalWords);
  const me = useMe();
  const { caseId } = route.useParams();
  const navigate = route.useNavigate();
  const waiting = useWaiting();
  const reviews = useReviews();
  const items = waiting.data?.items ?? NONE;
  const again = reviews.data?.items ?? NONE;
  const rows = useMemo(
    () => [...items.filter(({ unit }) => unit === me.unit), ...items.filter(({ unit }) => unit !== me.unit), ...again],
    [items, again, me.unit],
  );
  const show = useCallback((id: string | undefined) => void navigate({ params: { caseId: id } }), [navigate]);
  const at = rows.findIndex(({ id }) => id === caseId);
  const step = (by: 1 | -1) => () => {
    const to = rows[at === -1 ? (by === 1 ? 0 : rows.length - 1) : at + by];
    if (to) show(to.id);
  };
  const following = rows[at + 1]?.id ?? (at > 0 ? rows[at - 1]?.id : undefined);
  const next = useCallback(() => show(following), [show, following]);
  useCommands([
    { id: 'approval-next', group: 'list', label: words.next, keys: 'j', run: step(1) },
    { id: 'approval-previous', group: 'list', label: words.previous, keys: 'k', run: step(-1) },
    { id: 'approval-back', group: 'list', label: words.back, keys: 'Escape', run: () => show(undefined) },
  ]);
  return (
    <div className={caseId === undefined ? 'panes approvals' : 'panes approvals open'}>
      <h1 id="approvals-title" className="unseen">
        {words.title}
      </h1>
      <section className="pane-list" aria-labelledby="approvals-title">
        <p className="list-title" aria-hidden="true">
          {words.title}
        </p>
        <WaitingRows waiting={waiting} reviews={reviews} rows={rows} chosen={caseId} choose={show} />
        <OwnFigures />
      </section>
      {caseId === undefined ? (
        <section className="pane-case" aria-label={words.caseLabel}>
          <Empty title={words.choose}>{words.chooseHint}</Empty>
        </section>
      ) : (
        <ApprovalPane key={caseId} caseId={caseId} back={() => show(undefined)} next={next} />
      )}
    </div>
  );
};
