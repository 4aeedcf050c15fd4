import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CaseView } from '#libs/contracts';
import { command } from '../../api/client.js';
import { CASES, caseKey } from '../../api/keys.js';
import { Refusal } from '../../api/refusal.js';
import { toast } from '../../parts/toasts.js';
import { useWords } from '../../words/language.js';
import { queueWords } from '../../words/queue.js';
import { CARE } from './care.js';

/** Claims the most urgent case nobody has, and shows it; `goOn` is why somebody does not rest although it is time to. */
export const useClaimNext = (show: (caseId: string | undefined) => void) => {
  const words = useWords(queueWords);
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (goOn: string | undefined) =>
      command('next', '/cases/next', { body: goOn === undefined ? {} : { goOn: { reason: goOn } } }),
    onSuccess: (view) => {
      if (view === undefined) return void toast({ text: words.noNext });
      queries.setQueryData<CaseView>([...caseKey(view.id), 'state'], view);
      void queries.invalidateQueries({ queryKey: CARE });
      show(view.id);
    },
    onError: (error) => {
      void queries.invalidateQueries({ queryKey: CARE });
      if (error instanceof Refusal && error.code === 'rest-suggested') return show(undefined);
      toast({ text: error.message, tone: 'danger' });
    },
  });
};

/** Claims or releases the case that is open. */
export const useClaim = (caseId: string, what: 'claim' | 'release' | 'withdraw-proposal', version?: number) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      command('caseCommand', `/cases/${caseId}/${what}`, {
        body: {},
        ...(version === undefined ? {} : { version }),
      }),
    onError: (error) => toast({ text: error.message, tone: 'danger' }),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: CASES });
      void queries.invalidateQueries({ queryKey: caseKey(caseId) });
    },
  });
};
