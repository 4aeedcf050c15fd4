import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { CaseCommandResult, CaseView, DismissCase, DismissalPreset } from '#libs/contracts';
import { command } from '../../api/client.js';
import { caseKey } from '../../api/keys.js';
import { Refusal } from '../../api/refusal.js';
import { useMe } from '../../api/session.js';
import { toast } from '../../parts/toasts.js';
import { decisionWords } from '../../words/decision.js';
import { useWords } from '../../words/language.js';
import { CARE } from './care.js';
import { takeOut } from './live-rows.js';

/** The page offers to take a dismissal back for so long; the server's window is longer [docs/adr/0028]. */
export const UNDO_FOR = 8_000;

/** What was just dismissed and can be taken back. */
interface Undoable {
  readonly id: string;
  readonly result: Promise<CaseCommandResult>;
  readonly putBack: () => void;
  readonly dropToast: () => void;
  readonly until: number;
}
let last: Undoable | undefined;

const isMine = (view: CaseView, me: string): boolean =>
  view.claim?.by === me && Date.parse(view.claim.until) > Date.now();

/** Claims the case in the same gesture where this person does not hold it yet. */
export const held = async (view: CaseView, me: string): Promise<void> => {
  if (!isMine(view, me)) await command('caseCommand', `/cases/${view.id}/claim`, { body: {} });
};

const said = (error: unknown): string => (error instanceof Refusal ? error.message : String(error));

/** The case as it will stand, shown while it is saved; the receipt or the refusal brings what is so. */
const assume = (queries: QueryClient, view: CaseView, status: CaseView['status']): void => {
  queries.setQueryData<CaseView>([...caseKey(view.id), 'state'], (now) => now && { ...now, status });
};

export type Dismissal = DismissCase & ({ readonly preset: DismissalPreset } | { readonly reason: string });

/** Ends cases without action: the next case is shown at once, the receipt follows, and for a moment it can be taken back. */
export const useDismiss = (open: (caseId: string) => void) => {
  const queries = useQueryClient();
  const words = useWords(decisionWords);
  const me = useMe();
  return useMemo(() => {
    const again = (id: string): void => {
      void queries.invalidateQueries({ queryKey: caseKey(id) });
      void queries.invalidateQueries({ queryKey: CARE });
    };
    const takeBack = async (what: Undoable): Promise<void> => {
      if (last === what) last = undefined;
      what.dropToast();
      try {
        const { version } = await what.result;
        await command('caseCommand', `/cases/${what.id}/reopen`, { body: { undo: true }, version });
        what.putBack();
        toast({ text: words.undone });
      } catch (error) {
        toast({ text: said(error), tone: 'danger' });
      }
      again(what.id);
      open(what.id);
    };

    /** Resolves when the receipt is there; what is refused comes back to the list and says why. */
    const dismiss = async (view: CaseView, body: Dismissal, label: string, two: boolean): Promise<void> => {
      const confirms = view.status === 'awaiting-dismissal';
      const putBack = takeOut(queries, view.id);
      assume(queries, view, two && !confirms ? 'awaiting-dismissal' : 'dismissed');
      const result = (async () => {
        if (!confirms) await held(view, me.id);
        return command('caseCommand', `/cases/${view.id}/dismiss`, { body, version: view.version });
      })();
      const what: Undoable = {
        id: view.id,
        result,
        putBack,
        dropToast: toast({
          text: two && !confirms ? words.proposedToDismiss(label) : words.dismissed(label),
          lasts: UNDO_FOR,
          undo: () => void takeBack(what),
        }),
        until: performance.now() + UNDO_FOR,
      };
      last = what;
      try {
        await result;
      } catch (error) {
        if (last === what) last = undefined;
        what.dropToast();
        putBack();
        toast({ text: words.notDismissed(said(error)), tone: 'danger' });
      }
      again(view.id);
    };

    /** Takes back the last dismissal while it is offered. */
    const undo = (): void => {
      if (last !== undefined && performance.now() < last.until) void takeBack(last);
      else toast({ text: words.nothingToUndo });
    };
    return { dismiss, undo };
  }, [queries, words, me.id, open]);
};
