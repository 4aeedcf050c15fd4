import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CaseView } from '#libs/contracts';
import { command } from '../../api/client.js';
import { CASES, caseKey } from '../../api/keys.js';
import { toast } from '../../parts/toasts.js';

export interface Decision {
  readonly path: 'approve' | 'agree' | 'return' | 'pass' | 'own-view' | 'dismiss' | 'reopen' | 'decide-review';
  readonly body: object;
  /** What is told when the receipt is there. */
  readonly said: string;
  readonly then?: () => void;
}

/** A decision on what was read: the version goes along, so nothing is signed that nobody has seen. */
export const useDecide = (view: CaseView | undefined) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ path, body }: Decision) => {
      if (view === undefined) throw new Error('nothing to decide');
      return command('caseCommand', `/cases/${view.id}/${path}`, { body, version: view.version });
    },
    onSuccess: (_, { said, then }) => {
      toast({ text: said });
      then?.();
    },
    onError: (error) => toast({ text: error.message, tone: 'danger' }),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: CASES });
      if (view !== undefined) void queries.invalidateQueries({ queryKey: caseKey(view.id) });
    },
  });
};
