import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/client.js';
import { CASES } from '../../api/keys.js';

/** What waits for an approver, the first due first; live changes of cases read it again. */
export const useWaiting = () =>
  useQuery({
    queryKey: [...CASES, 'approvals'],
    queryFn: ({ signal }) =>
      call('cases', '/cases', {
        query: { status: ['awaiting-approval', 'awaiting-dismissal'], sort: 'urgency', limit: 200 },
        afterMine: true,
        signal,
      }),
    refetchInterval: 60_000,
  });

/** Requests to look again at what is in force, of every unit: a third person decides them. */
export const useReviews = () =>
  useQuery({
    queryKey: [...CASES, 'reviews'],
    queryFn: ({ signal }) =>
      call('cases', '/cases', { query: { review: 'pending', sort: 'due', limit: 200 }, afterMine: true, signal }),
    refetchInterval: 60_000,
  });

export const useOwnFigures = () =>
  useQuery({
    queryKey: [...CASES, 'own-figures'],
    queryFn: ({ signal }) =>
      call('approverFigures', '/approvals/mine', { query: { days: 30 }, afterMine: true, signal }),
  });

/** The approvers of one's unit, with whom they sign for. */
export const useApprovers = () =>
  useQuery({
    queryKey: ['colleagues', 'approver'],
    queryFn: ({ signal }) => call('colleagues', '/colleagues', { query: { role: 'approver' }, signal }),
    staleTime: 300_000,
  });
