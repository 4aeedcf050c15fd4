import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { CATEGORIES, type CaseSummary } from '#libs/contracts';
import { Countdown } from '../../parts/countdown.js';
import { TargetLine } from '../../parts/defanged-target.js';
import { Pill, PriorityPill, StatusPill } from '../../parts/pill.js';
import { Empty, Failed, Loading } from '../../parts/states.js';
import { useFormats } from '../../words/formats.js';
import { useTerm, useWords } from '../../words/language.js';
import { queueWords } from '../../words/queue.js';
import type { useCases } from './queries.js';

const ROW = 84;
/** The next page is asked for when this few rows are left. */
const AHEAD = 40;

const nearest = ({ due }: CaseSummary) => due.toSorted((a, b) => a.at.localeCompare(b.at))[0];

const Row = ({ row }: { readonly row: CaseSummary }) => {
  const words = useWords(queueWords);
  const term = useTerm();
  const due = nearest(row);
  return (
    <>
      <span className="row-top">
        <TargetLine target={row.target} />
        {due && <Countdown to={due.at} />}
      </span>
      <span className="row-middle soft">{row.category === undefined ? '—' : term(CATEGORIES, row.category)}</span>
      <span className="row-bottom">
        <PriorityPill priority={row.priority} />
        <StatusPill status={row.status} />
        {row.plea && <Pill tone="danger">{words.plea}</Pill>}
        <span className="soft figure">× {row.reports}</span>
      </span>
    </>
  );
};

interface CaseRowsProps {
  readonly cases: ReturnType<typeof useCases>;
  readonly rows: readonly CaseSummary[];
  readonly chosen: string | undefined;
  readonly choose: (id: string) => void;
}

/** The list, as long as it likes: only what can be seen is in the document. */
export const CaseRows = ({ cases, rows, chosen, choose }: CaseRowsProps) => {
  const words = useWords(queueWords);
  const { number } = useFormats();
  const scroller = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 8,
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
  if (rows.length === 0) return <Empty title={words.empty}>{words.emptyHint}</Empty>;
  return (
    <>
      <div className="rows" ref={scroller} tabIndex={-1}>
        <ul style={{ height: list.getTotalSize() }} aria-label={words.title}>
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
                  aria-current={row.id === chosen ? 'true' : undefined}
                  onClick={() => choose(row.id)}
                >
                  <Row row={row} />
                </button>
              </li>
            );
          })}
        </ul>
      </div>
      <p className="rows-foot soft small-text" role="status">
        {words.shown(`${number(rows.length)}${hasNextPage ? '+' : ''}`)}
      </p>
    </>
  );
};
