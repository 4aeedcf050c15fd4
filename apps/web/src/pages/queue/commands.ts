import { useMutation, useQueryClient } from '@tanstack/react-query';
import { command } from '../../api/client.js';
import { CASES, caseKey } from '../../api/keys.js';
import { Refusal } from '../../api/refusal.js';
import { toast } from '../../parts/toasts.js';
import { useWords } from '../../words/language.js';
import { queueWords } from '../../words/queue.js';

/** Claims the most urgent case nobody has, and shows it. */
export const useClaimNext = (show: (caseId: string) => void) => {
  const words = useWords(queueWords);
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => command('caseCommand', '/cases/next', { body: {} }),
    onSuccess: ({ id }) => {
      void queries.invalidateQueries({ queryKey: CASES });
      void queries.invalidateQueries({ queryKey: caseKey(id) });
      show(id);
    },
    onError: (error) => {
      const none = error instanceof Refusal && error.status === 404;
      toast({ text: none ? words.noNext : error.message, ...(none ? {} : { tone: 'danger' as const }) });
    },
  });
};

/** Claims or releases the case that is open. */
export const useClaim = (caseId: string, what: 'claim' | 'release') => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => command('caseCommand', `/cases/${caseId}/${what}`, { body: {} }),
    onError: (error) => toast({ text: error.message, tone: 'danger' }),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: CASES });
      void queries.invalidateQueries({ queryKey: caseKey(caseId) });
    },
  });
};
