import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Category } from '#libs/contracts';
import { call, command } from '../../api/client.js';
import { holds, useMe } from '../../api/session.js';

export const CARE = ['care'] as const;

/** One's own day: how much, how hard, and whether it is time to rest. Nobody else can ask for it. */
export const useCare = () => {
  const me = useMe();
  return useQuery({
    queryKey: CARE,
    queryFn: ({ signal }) => call('care', '/care/mine', { afterMine: true, signal }),
    enabled: holds(me, 'analyst', 'approver'),
    staleTime: 60_000,
  });
};

export const useOptOut = () => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (optedOut: readonly Category[]) => command('care', '/care/mine', { body: { optedOut } }),
    onSuccess: async (care) => {
      await queries.cancelQueries({ queryKey: CARE }); // asked before the change, it would bring back what was
      queries.setQueryData(CARE, care);
    },
  });
};
