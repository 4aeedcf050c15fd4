import { keepPreviousData, useInfiniteQuery, useQuery, type QueryClient } from '@tanstack/react-query';
import type { CaseView, Category } from '#libs/contracts';
import { call } from '../../api/client.js';
import { caseKey } from '../../api/keys.js';
import { queryOf, type Filters } from './filters.js';

const PAGE = 100;
/** The first page is what a screen holds: the list stands sooner, the next page is asked for at once where it holds more. */
const FIRST_PAGE = 12;
/** The list keeps itself (live-rows.ts): reading fifty pages again for one change would cost more than it tells. */
export const queueKey = (filters: Filters) => ['queue', filters] as const;

export const readPage = (filters: Filters, cursor: string, signal?: AbortSignal) =>
  call('cases', '/cases', {
    query: { ...queryOf(filters), limit: cursor === '' ? FIRST_PAGE : PAGE, ...(cursor === '' ? {} : { cursor }) },
    afterMine: cursor === '',
    ...(signal ? { signal } : {}),
  });

/** The queue page after page; the list asks for the next one before its end is reached. */
export const useCases = (filters: Filters) =>
  useInfiniteQuery({
    queryKey: queueKey(filters),
    queryFn: ({ pageParam, signal }) => readPage(filters, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.cursor,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    refetchOnWindowFocus: false,
    // Comparing thousands of rows deeply for each page that is added would take longer than drawing them.
    structuralSharing: false,
  });

export const caseQuery = (id: string) => ({
  queryKey: [...caseKey(id), 'state'],
  // How its order stands is known a moment later than the case itself; a case without one waits for nothing.
  queryFn: ({ signal, client }: { signal: AbortSignal; client: QueryClient }) =>
    call('case', `/cases/${id}`, {
      signal,
      afterMine: client.getQueryData<CaseView>([...caseKey(id), 'state'])?.order !== undefined,
    }),
});

export const useCase = (id: string) => useQuery(caseQuery(id));

/** Reads what is about to be looked at, so that the next case is there before the eye arrives. */
export const readAhead = (queries: QueryClient, ids: readonly string[]): void => {
  for (const id of ids) queries.query({ ...caseQuery(id), staleTime: 20_000 }).catch(() => undefined);
};

export const useHistory = (id: string) =>
  useInfiniteQuery({
    queryKey: [...caseKey(id), 'history'],
    queryFn: ({ pageParam, signal }) =>
      call('caseHistory', `/cases/${id}/events`, {
        query: { limit: PAGE, ...(pageParam === '' ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.cursor,
  });

/** The reporters' words. Showing them is on record each time, so they are read once per number of reports. */
export const useReports = (id: string, count: number) =>
  useInfiniteQuery({
    queryKey: ['case-reports', id, count],
    queryFn: ({ pageParam, signal }) =>
      call('caseReports', `/cases/${id}/reports`, {
        query: { limit: 20, ...(pageParam === '' ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.cursor,
    staleTime: Infinity,
  });

/** What each action would meet and reach; for a case without a category, as if it had this one. */
export const useVerdicts = (id: string, version: number, category: Category | undefined, targetIndex: number) =>
  useQuery({
    queryKey: ['case-verdicts', id, version, category, targetIndex],
    queryFn: ({ signal }) =>
      call('verdicts', `/cases/${id}/verdicts`, { query: { category, targetIndex }, afterMine: true, signal }),
    enabled: category !== undefined,
  });

export const useNeighbours = (id: string) =>
  useQuery({
    queryKey: ['case-neighbours', id],
    queryFn: ({ signal }) => call('neighbours', `/cases/${id}/neighbours`, { signal }),
    staleTime: 60_000,
  });

export const useSupport = (id: string, on: boolean) =>
  useQuery({
    queryKey: [...caseKey(id), 'support'],
    queryFn: ({ signal }) => call('support', '/support', { query: { case: id }, afterMine: true, signal }),
    enabled: on,
  });

export const useReferrals = (id: string) =>
  useQuery({
    queryKey: [...caseKey(id), 'referrals'],
    queryFn: ({ signal }) => call('referrals', '/referrals', { query: { case: id }, afterMine: true, signal }),
  });
