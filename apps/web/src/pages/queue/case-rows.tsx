import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef } from 'react';
import { CATEGORIES, RECHECKS, type CaseSummary, type MyCare } from '#libs/contracts';
import { useNamed } from '../../api/names.js';
import { useLookingAt } from '../../api/presence.js';
import { useMe } from '../../api/session.js';
import { Countdown } from '../../parts/countdown.js';
import { TargetLine } from '../../parts/defanged-target.js';
import { Pill, PriorityPill, StatusPill } from '../../parts/pill.js';
import { SafeText } from '../../parts/safe-text.js';
import { Empty, Failed, Loading } from '../../parts/states.js';
import { careWords } from '../../words/care.js';
import { useFormats } from '../../words/formats.js';
import { useTerm, useWords } from '../../words/language.js';
import { queueWords } from '../../words/queue.js';
import type { useCases } from './queries.js';

const ROW = 84;
/** The next page is asked for when this few rows are left. */
const AHEAD = 8;

const nearest = ({ due }: CaseSummary) => due.toSorted((a, b) => a.at.localeCompare(b.at))[0];

/** The id until the name is there, in the same letters. */
const Name = ({ id }: { readonly id: string }) => <SafeText>{useNamed('person', id)?.name ?? id}</SafeText>;

/** Who is at this case at the moment, others than the reader. */
const People = ({ row }: { readonly row: CaseSummary }) => {
  const words = useWords(queueWords);
  const me = useMe();
  const looking = useLookingAt(row.id).filter(({ person }) => person !== me.id);
  const { claim } = row;
  const [first] = looking;
  if (claim?.by === me.id) return <Pill tone="success">{words.me}</Pill>;
  if (claim !== undefined)
    return (
      <span className="row-people" title={words.held(claim.by)}>
        ● <Name id={claim.by} />
      </span>
    );
  if (first === undefined) return null;
  return (
    <span className="row-people soft" title={words.looking(first.person)}>
      ○ <Name id={first.person} />
      {looking.length > 1 && ` +${String(looking.length - 1)}`}
    </span>
  );
};

const Row = memo(function Row({ row }: { readonly row: CaseSummary }) {
  const words = useWords(queueWords);
  const term = useTerm();
  const due = nearest(row);
  return (
    <>
      <span className="row-top">
        <TargetLine target={row.target} />
        {due && <Countdown to={due.at} />}
      </span>
      <span className="row-middle soft">
        <span className="row-category">{row.category === undefined ? '—' : term(CATEGORIES, row.category)}</span>
        <People row={row} />
      </span>
      <span className="row-bottom">
        <PriorityPill priority={row.priority} />
        <StatusPill status={row.status} />
        {row.review && <Pill tone="notice">{words.reviews}</Pill>}
        {row.recheck && <Pill tone="warning">{term(RECHECKS, row.recheck.found)}</Pill>}
        {row.plea && <Pill tone="danger">{words.plea}</Pill>}
        <span className="soft figure">× {row.reports}</span>
      </span>
    </>
  );
});

interface CaseRowsProps {
  readonly cases: ReturnType<typeof useCases>;
  readonly rows: readonly CaseSummary[];
  readonly chosen: string | undefined;
  readonly choose: (id: string) => void;
  readonly picked: ReadonlySet<string>;
  readonly pick: ((id: string) => void) | undefined;
  readonly care: MyCare | undefined;
  readonly showCare: () => void;
}

/** The list, as long as it likes: only what can be seen is in the document. */
export const CaseRows = ({ cases, rows, chosen, choose, picked, pick, care, showCare }: CaseRowsProps) => {
  const words = useWords(queueWords);
  const day = useWords(careWords);
  const { number } = useFormats();
  const scroller = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 6,
  });
  const items = list.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = cases;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= rows.length - AHEAD) void fetchNextPage();
  }, [last, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage]);
  const at = rows.findIndex(({ id }) => id === chosen);
  useEffect(() => {
    if (at >= 0) list.scrollToIndex(at, { align: 'auto' });
  }, [at, list]);

  if (cases.isPending) return <Loading rows={8} />;
  if (cases.isError) return <Failed error={cases.error} retry={() => void cases.refetch()} />;
  return (
    <>
      {rows.length === 0 ? (
        <Empty title={words.empty}>{words.emptyHint}</Empty>
      ) : (
        <div className="rows" ref={scroller} tabIndex={-1}>
          <ul
            style={{ height: list.getTotalSize() }}
            aria-label={words.title}
            className={picked.size > 0 ? 'picking' : ''}
          >
            {items.map((item) => {
              const row = rows[item.index];
              if (row === undefined) return null;
              return (
                <li
                  key={item.key}
                  style={{ height: item.size, transform: `translateY(${String(item.start)}px)` }}
                  aria-setsize={hasNextPage ? -1 : rows.length}
                  aria-posinset={item.index + 1}
                >
                  <button
                    type="button"
                    className="row"
                    data-case={row.id}
                    aria-current={row.id === chosen ? 'true' : undefined}
                    onClick={() => choose(row.id)}
                  >
                    <Row row={row} />
                  </button>
                  {pick !== undefined && (
                    <input
                      type="checkbox"
                      className="row-pick"
                      aria-label={words.pick}
                      checked={picked.has(row.id)}
                      onChange={() => pick(row.id)}
                    />
                  )}
                </li>
              );
            })}
          </ul>
        </div>
      )}
      <div className="rows-foot soft small-text">
        <span role="status">{words.shown(`${number(rows.length)}${hasNextPage ? '+' : ''}`)}</span>
        {care !== undefined && (
          <button type="button" className="button quiet small" onClick={showCare}>
            {day.day(number(care.handledInShift), number(care.shiftCap))}
          </button>
        )}
      </div>
    </>
  );
};
