import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { call } from '../../api/client.js';
import { STATES_OF, type View } from './views.js';

export const REQUESTS = ['provider-requests'] as const;
export const FEED = ['feed-health'] as const;
export const OWN = ['own-provider'] as const;
export const OWN_KEYS = ['own-keys'] as const;

/** New requests show by themselves this often (ms); a console is no feed. */
const LOOK_AGAIN = 15_000;
const PAGE = 100;

export const useRequests = ({ xem = 'open', kind, q }: View) =>
  useInfiniteQuery({
    queryKey: [...REQUESTS, xem, kind, q],
    queryFn: ({ pageParam, signal }) =>
      call('requestsOverview', '/requests/overview', {
        query: {
          state: STATES_OF[xem].length === 0 ? undefined : STATES_OF[xem].join(','),
          kind,
          q,
          cursor: pageParam,
          limit: PAGE,
        },
        afterMine: true,
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ cursor }) => cursor,
    placeholderData: (before) => before,
    refetchInterval: LOOK_AGAIN,
  });

export const useFeed = () =>
  useQuery({
    queryKey: FEED,
    queryFn: ({ signal }) => call('feedHealth', '/requests/health', { signal }),
    refetchInterval: LOOK_AGAIN,
  });

export const useOwn = () =>
  useQuery({ queryKey: OWN, queryFn: ({ signal }) => call('ownProvider', '/providers/own', { signal }) });

export const useOwnKeys = () =>
  useQuery({ queryKey: OWN_KEYS, queryFn: ({ signal }) => call('keys', '/keys', { signal }) });
