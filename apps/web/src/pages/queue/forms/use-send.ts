import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CaseView } from '#libs/contracts';
import { CASES, caseKey } from '../../../api/keys.js';
import { Refusal } from '../../../api/refusal.js';
import { useMe } from '../../../api/session.js';
import { toast } from '../../../parts/toasts.js';
import { CARE } from '../care.js';
import { held } from '../decisions.js';

interface Send {
  readonly view: CaseView;
  /** Claims first where the command needs the claim and this person does not hold it. */
  readonly claims?: boolean;
  readonly done: string;
  readonly after: () => void;
}

/** Sends what a sheet holds; the sheet stays open with its text until the receipt is there. */
export const useSend = ({ view, claims = false, done, after }: Send) => {
  const queries = useQueryClient();
  const me = useMe();
  const sending = useMutation({
    mutationFn: async (commands: () => Promise<unknown>) => {
      if (claims) await held(view, me.id);
      await commands();
    },
    onSuccess: () => {
      toast({ text: done });
      after();
    },
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: caseKey(view.id) });
      void queries.invalidateQueries({ queryKey: CASES });
      void queries.invalidateQueries({ queryKey: CARE });
    },
  });
  const refusal = sending.error instanceof Refusal ? sending.error : undefined;
  return { send: sending.mutate, sending: sending.isPending, refusal, failed: sending.error, reset: sending.reset };
};
