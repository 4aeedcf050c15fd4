import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef } from 'react';
import { ACTIONS, REQUEST_STATES, type RequestOverviewItem, type RequestState } from '#libs/contracts';
import { Countdown } from '../../parts/countdown.js';
import { Pill, type Tone } from '../../parts/pill.js';
import { consoleWords } from '../../words/console.js';
import { useTerm, useWords } from '../../words/language.js';
import { TargetText } from './target-text.js';

const ROW = 64;

const TONES: Readonly<Record<RequestState, Tone>> = {
  queued: 'notice',
  delivered: 'notice',
  acknowledged: 'warning',
  enforced: 'success',
  verified: 'success',
  refused: 'quiet',
  'not-expressible': 'quiet',
  parked: 'danger',
  'lift-queued': 'warning',
  'lift-delivered': 'warning',
  recalled: 'quiet',
  lifted: 'success',
  'lift-verified': 'success',
};
export const RequestStatePill = ({ state }: { readonly state: RequestState }) => (
  <Pill tone={TONES[state]}>{useTerm()(REQUEST_STATES, state)}</Pill>
);

const Row = memo(function Row({ row }: { readonly row: RequestOverviewItem }) {
  const term = useTerm();
  return (
    <>
      <span className="row-top">
        <TargetText target={row.target} />
        {row.next && <Countdown to={row.next.at} />}
      </span>
      <span className="ask-row-more small-text soft">
        <RequestStatePill state={row.state} />
        <span className="ask-row-action">{term(ACTIONS, row.action)}</span>
        <span className="mono ask-row-reference">{row.reference}</span>
      </span>
    </>
  );
});

interface RequestRowsProps {
  readonly rows: readonly RequestOverviewItem[];
  readonly chosen: string | undefined;
  readonly choose: (id: string) => void;
  readonly picked: ReadonlySet<string>;
  readonly pick: (id: string) => void;
}

/** The list; only what can be seen is in the document. */
export const RequestRows = ({ rows, chosen, choose, picked, pick }: RequestRowsProps) => {
  const words = useWords(consoleWords);
  const scroller = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 6,
  });
  const at = rows.findIndex(({ id }) => id === chosen);
  useEffect(() => {
    if (at >= 0) list.scrollToIndex(at, { align: 'auto' });
  }, [at, list]);
  return (
    <div className="rows" ref={scroller} tabIndex={-1}>
      <ul style={{ height: list.getTotalSize() }} aria-label={words.listLabel}>
        {list.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            <li
              key={item.key}
              className="ask-row"
              style={{ height: item.size, transform: `translateY(${String(item.start)}px)` }}
              aria-setsize={rows.length}
              aria-posinset={item.index + 1}
            >
              <label className="ask-pick">
                <input
                  type="checkbox"
                  aria-label={`${words.pick}: ${row.reference}`}
                  checked={picked.has(row.id)}
                  onChange={() => pick(row.id)}
                />
              </label>
              <button
                type="button"
                className="row"
                data-request={row.id}
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
  );
};
