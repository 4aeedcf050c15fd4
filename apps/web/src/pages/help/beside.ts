import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReferralView, SupportView } from '#libs/contracts';
import { call, command } from '../../api/client.js';
import { CASES } from '../../api/keys.js';
import { toast } from '../../parts/toasts.js';

/** Agencies hear of no live changes of cases: a plea is asked for this often (ms). */
const OFTEN = 10_000;

/** What is shown: what somebody has to do something about, or everything. */
export interface Shown {
  readonly waiting: boolean;
  readonly overdue: boolean;
}

/** What runs beside cases, page by page. */
const useBeside = <K extends 'support' | 'referrals'>(kind: K, { overdue }: Shown) =>
  useInfiniteQuery({
    queryKey: [...CASES, kind, overdue],
    queryFn: ({ pageParam, signal }) =>
      call(kind, `/${kind}`, {
        query: {
          limit: 100,
          ...(overdue ? { overdue: true } : {}),
          ...(pageParam === '' ? {} : { cursor: pageParam }),
        },
        afterMine: pageParam === '',
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.cursor,
    refetchInterval: OFTEN,
  });

export const usePleas = (shown: Shown) => useBeside('support', shown);
export const useReferrals = (shown: Shown) => useBeside('referrals', shown);

export const isWaiting = (one: Pick<SupportView, 'state'> | Pick<ReferralView, 'state'>): boolean =>
  one.state === 'requested' || one.state === 'offered' || one.state === 'sent' || one.state === 'received';

interface Step {
  readonly path: string;
  readonly version: number;
  readonly body: object;
  readonly said: string;
  readonly then?: () => void;
}

/** One step of a plea or a referral, on the version that was read. */
export const useStep = () => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ path, version, body }: Step) => command('besideResult', path, { body, version }),
    onSuccess: (_, { said, then }) => {
      toast({ text: said });
      then?.();
    },
    onError: (error) => toast({ text: error.message, tone: 'danger' }),
    onSettled: () => queries.invalidateQueries({ queryKey: CASES }),
  });
};
