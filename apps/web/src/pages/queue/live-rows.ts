import { useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { CaseList, CaseSummary, LiveChange } from '#libs/contracts';
import { onChange } from '../../api/live.js';
import { queueKey, readPage } from './queries.js';
import { statusAsked, type Filters } from './filters.js';

type Pages = InfiniteData<CaseList, string>;

/** The head of the list is read again at most this often: what is new and urgent stands there. */
const HEAD_EVERY = 2_000;

/** What moves a row, or marks it, beyond what the change itself says. */
const SHOWN_BY_HEAD: ReadonlySet<string> = new Set([
  'CasePrioritised',
  'CaseClassified',
  'BlockRechecked',
  'ReviewRequested',
  'ReviewDecided',
]);

const withPage = (pages: Pages, at: number, items: CaseSummary[]): Pages => ({
  ...pages,
  pages: pages.pages.map((page, index) => (index === at ? { ...page, items } : page)),
});

const find = ({ pages }: Pages, id: string): { at: number; place: number } | undefined => {
  for (const [at, { items }] of pages.entries()) {
    const place = items.findIndex((row) => row.id === id);
    if (place >= 0) return { at, place };
  }
  return undefined;
};

/** Takes a case out of every list at once, before its receipt is there; answers how to put it back where it was. */
export const takeOut = (queries: QueryClient, id: string): (() => void) => {
  const taken: { key: readonly unknown[]; at: number; place: number; row: CaseSummary }[] = [];
  for (const [key, pages] of queries.getQueriesData<Pages>({ queryKey: ['queue'] })) {
    const found = pages && find(pages, id);
    const row = found && pages.pages[found.at]?.items[found.place];
    if (!found || !row) continue;
    // In a list of everything, or of one's own work, the case stays and shows what became of it.
    if (statusAsked(key[1] as Filters) !== 'open') continue;
    taken.push({ key, ...found, row });
    const items = pages.pages[found.at]?.items.toSpliced(found.place, 1) ?? [];
    queries.setQueryData(key, withPage(pages, found.at, items));
  }
  return () => {
    for (const { key, at, place, row } of taken) {
      queries.setQueryData<Pages>(key, (pages) => {
        const items = pages?.pages[at]?.items;
        if (!pages || !items || find(pages, id)) return pages;
        return withPage(pages, at, items.toSpliced(place, 0, { ...row, status: 'open' }));
      });
    }
  };
};

const apply = (pages: Pages, filters: Filters, change: LiveChange): Pages => {
  const found = find(pages, change.caseId);
  const items = found && pages.pages[found.at]?.items;
  const row = found && items?.[found.place];
  if (!found || !items || !row) return pages;
  const asked = statusAsked(filters);
  if (asked !== undefined && change.status !== asked) return withPage(pages, found.at, items.toSpliced(found.place, 1));
  const { claim: _, ...rest } = row;
  const claim = change.claim === null ? {} : { claim: { unit: row.unit, token: 0, ...row.claim, ...change.claim } };
  const next = { ...rest, ...claim, status: change.status as CaseSummary['status'] };
  return withPage(pages, found.at, items.toSpliced(found.place, 1, next));
};

/** The first page as it is now; rows that slid below its end stay, as the next page begins after them. */
const withHead = (pages: Pages, head: CaseList): Pages => {
  const [first, ...rest] = pages.pages;
  if (first === undefined || rest.length === 0) return { ...pages, pages: [head] };
  const fresh = new Set(head.items.map(({ id }) => id));
  const slid = first.items.filter(({ id }) => !fresh.has(id));
  const others = rest.map((page) => ({ ...page, items: page.items.filter(({ id }) => !fresh.has(id)) }));
  return { ...pages, pages: [{ ...head, items: [...head.items, ...slid], cursor: first.cursor }, ...others] };
};

/** Keeps a list true to what others do: changed rows in place, new ones by reading the head of the list again. */
export const useLiveRows = (filters: Filters): void => {
  const queries = useQueryClient();
  useEffect(() => {
    let timer: number | undefined;
    const key = queueKey(filters);
    const head = (): void => {
      timer ??= window.setTimeout(() => {
        timer = undefined;
        void readPage(filters, '')
          .then((page) => queries.setQueryData<Pages>(key, (pages) => pages && withHead(pages, page)))
          .catch(() => undefined);
      }, HEAD_EVERY);
    };
    const stop = onChange((change) => {
      const before = queries.getQueryData<Pages>(key);
      if (before === undefined) return;
      const after = apply(before, filters, change);
      if (after !== before) queries.setQueryData(key, after);
      // Only what changes the order or is not in the list yet is worth reading it again.
      const asked = statusAsked(filters);
      const fits = (asked === undefined || asked === change.status) && !change.type.includes('Claim');
      if (fits && (!find(before, change.caseId) || SHOWN_BY_HEAD.has(change.type))) head();
    });
    return () => {
      window.clearTimeout(timer);
      stop();
    };
  }, [filters, queries]);
};
