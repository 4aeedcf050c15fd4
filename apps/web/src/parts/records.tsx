import type { UseInfiniteQueryResult, InfiniteData } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { area, useWords } from '../words/language.js';
import { Empty, Failed, Loading } from './states.js';

const recordWords = area({ more: 'Xem tiếp', loading: 'Đang tải…' }, { more: 'Show more', loading: 'Loading…' });

export interface Column<T> {
  readonly name: string;
  readonly cell: (item: T) => ReactNode;
  /** Figures stand right, under each other. */
  readonly figure?: boolean;
}

interface RecordsProps<T> {
  /** What the table is; for a screen reader. */
  readonly label: string;
  readonly query: UseInfiniteQueryResult<InfiniteData<{ readonly items: readonly T[] }>>;
  readonly columns: readonly Column<T>[];
  readonly keyOf: (item: T) => string;
  readonly empty: string;
  readonly emptyHint?: string;
}

/** A list that goes on: a table, on a narrow screen a card per row, with every state designed. */
export const Records = <T,>({ label, query, columns, keyOf, empty, emptyHint }: RecordsProps<T>) => {
  const words = useWords(recordWords);
  if (query.isPending) return <Loading rows={5} />;
  if (query.isError && query.data === undefined)
    return <Failed error={query.error} retry={() => void query.refetch()} />;
  const items = query.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <Empty title={empty}>{emptyHint}</Empty>;
  return (
    <>
      <Table label={label} columns={columns} items={items} keyOf={keyOf} />
      {query.hasNextPage && (
        <button
          type="button"
          className="button small not-on-paper"
          disabled={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {query.isFetchingNextPage ? words.loading : words.more}
        </button>
      )}
    </>
  );
};

interface TableProps<T> {
  readonly label: string;
  readonly columns: readonly Column<T>[];
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
}

/** Rows under named columns; each cell carries its column's name for when the table becomes cards. */
export const Table = <T,>({ label, columns, items, keyOf }: TableProps<T>) => (
  <table className="records">
    <caption className="unseen">{label}</caption>
    <thead>
      <tr>
        {columns.map(({ name, figure }) => (
          <th key={name} scope="col" className={figure ? 'figure' : undefined}>
            {name}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {items.map((item) => (
        <tr key={keyOf(item)}>
          {columns.map(({ name, cell, figure }) => (
            <td key={name} data-column={name} className={figure ? 'figure' : undefined}>
              {cell(item)}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);
