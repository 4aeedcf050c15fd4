import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { call } from '../../api/client.js';
import { CASES, caseKey } from '../../api/keys.js';
import type { Filters } from './filters.js';

const PAGE = 100;

/** The queue page after page; the list asks for the next one before its end is reached. */
export const useCases = (filters: Filters) =>
  useInfiniteQuery({
    queryKey: [...CASES, filters],
    queryFn: ({ pageParam, signal }) =>
      call('cases', '/cases', {
        query: { ...filters, limit: PAGE, ...(pageParam === '' ? {} : { cursor: pageParam }) },
        afterMine: pageParam === '',
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.cursor,
    placeholderData: keepPreviousData,
  });

export const caseQuery = (id: string) => ({
  queryKey: [...caseKey(id), 'state'],
  queryFn: ({ signal }: { signal: AbortSignal }) => call('case', `/cases/${id}`, { signal }),
});

export const useCase = (id: string) => useQuery(caseQuery(id));

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
