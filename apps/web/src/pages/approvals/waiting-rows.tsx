import { CATEGORIES, REVIEW_SOURCES, type CaseSummary } from '#libs/contracts';
import { useMe } from '../../api/session.js';
import { Countdown } from '../../parts/countdown.js';
import { TargetLine } from '../../parts/defanged-target.js';
import { Unit } from '../../parts/named.js';
import { Pill, PriorityPill, StatusPill } from '../../parts/pill.js';
import { Empty, Failed, Loading } from '../../parts/states.js';
import { approvalWords } from '../../words/approvals.js';
import { useTerm, useWords } from '../../words/language.js';
import type { useReviews, useWaiting } from './queries.js';

interface WaitingRowsProps {
  readonly waiting: ReturnType<typeof useWaiting>;
  readonly reviews: ReturnType<typeof useReviews>;
  readonly rows: readonly CaseSummary[];
  readonly chosen: string | undefined;
  readonly choose: (id: string) => void;
}

const Row = ({ row, foreign }: { readonly row: CaseSummary; readonly foreign: boolean }) => {
  const term = useTerm();
  const due =
    row.due.find(({ step }) => ['approve', 'confirm-dismissal', 'second-unit', 'review-decide'].includes(step)) ??
    row.due[0];
  return (
    <>
      <span className="row-top">
        <TargetLine target={row.target} />
        {due && <Countdown to={due.at} />}
      </span>
      <span className="row-middle soft">
        {row.category === undefined ? '—' : term(CATEGORIES, row.category)}
        {foreign && (
          <>
            {' · '}
            <Unit id={row.unit} />
          </>
        )}
      </span>
      <span className="row-bottom">
        <PriorityPill priority={row.priority} />
        {row.status === 'awaiting-dismissal' ? <StatusPill status={row.status} /> : null}
        {row.review?.by === 'school' && <Pill tone="notice">{term(REVIEW_SOURCES, 'school')}</Pill>}
        {row.plea && <Pill tone="danger">!</Pill>}
        <span className="soft figure">× {row.reports}</span>
      </span>
    </>
  );
};

/** One's own unit's first, then those that other units lead, then what somebody asks to look at again. */
export const WaitingRows = ({ waiting, reviews, rows, chosen, choose }: WaitingRowsProps) => {
  const words = useWords(approvalWords);
  const me = useMe();
  if (waiting.isPending || reviews.isPending) return <Loading rows={6} />;
  if (waiting.isError) return <Failed error={waiting.error} retry={() => void waiting.refetch()} />;
  if (reviews.isError) return <Failed error={reviews.error} retry={() => void reviews.refetch()} />;
  if (rows.length === 0) return <Empty title={words.empty}>{words.emptyHint}</Empty>;
  const groups = [
    { name: words.yours, of: rows.filter(({ review, unit }) => review === undefined && unit === me.unit) },
    { name: words.others, of: rows.filter(({ review, unit }) => review === undefined && unit !== me.unit) },
    { name: words.reviews, of: rows.filter(({ review }) => review !== undefined) },
  ].filter(({ of }) => of.length > 0);
  return (
    <div className="waiting">
      {groups.map(({ name, of }) => (
        <section key={name} aria-label={name}>
          <h2 className="list-group">
            {name} <span className="soft">{of.length}</span>
          </h2>
          <ul>
            {of.map((row) => (
              <li key={row.id}>
                <button
                  type="button"
                  className="row"
                  aria-current={row.id === chosen ? 'true' : undefined}
                  onClick={() => choose(row.id)}
                >
                  <Row row={row} foreign={row.unit !== me.unit} />
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
};
