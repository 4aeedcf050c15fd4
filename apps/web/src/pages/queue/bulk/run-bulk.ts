import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { BulkCommand, BulkResult, CaseSummary, Category, DismissalPreset } from '#libs/contracts';
import { command } from '../../../api/client.js';
import { CASES } from '../../../api/keys.js';
import { toast } from '../../../parts/toasts.js';
import { bulkWords } from '../../../words/bulk.js';
import { useFormats } from '../../../words/formats.js';
import { useWords } from '../../../words/language.js';
import { CARE } from '../care.js';
import { UNDO_FOR } from '../decisions.js';
import type { Bulk } from './bulk.js';

export interface Choice {
  readonly preset: DismissalPreset;
  readonly category: Category;
  readonly note: string;
}

const bodyOf = (what: Bulk, choice: Choice): Pick<BulkCommand, 'command' | 'body'> => {
  switch (what) {
    case 'claim':
    case 'release':
      return { command: what, body: {} };
    case 'classify':
      return { command: 'classify', body: { category: choice.category } };
    case 'dismiss':
      return { command: 'dismiss', body: { preset: choice.preset } };
    case 'note':
      return { command: 'notes', body: { visibility: 'internal', text: choice.note } };
  }
};

const versions = (result: BulkResult) =>
  result.items.flatMap(({ id, ok, version }) => (ok && version !== undefined ? [{ id, version }] : []));

/** Does it: claims first where that is needed, then the command; a dismissal or a claim can be taken back for a moment. */
export const useBulk = () => {
  const queries = useQueryClient();
  const words = useWords(bulkWords);
  const { number } = useFormats();
  const refresh = (): void => {
    for (const queryKey of [['queue'], ['case'], CASES, CARE]) void queries.invalidateQueries({ queryKey });
  };
  const takeBack = async (what: 'undo-dismissal' | 'release', cases: { id: string; version: number }[]) => {
    try {
      const { done } = await command('bulk', '/cases/bulk', { body: { command: what, cases, body: {} } });
      toast({ text: words.undone(number(done)) });
    } catch (error) {
      toast({ text: String(error), tone: 'danger' });
    }
    refresh();
  };
  return useMutation({
    mutationFn: async ({
      what,
      cases,
      choice,
      me,
    }: {
      what: Bulk;
      cases: readonly CaseSummary[];
      choice: Choice;
      me: string;
    }) => {
      const all = cases.map(({ id, version }) => ({ id, version }));
      const free = cases.filter(({ claim }) => claim?.by !== me).map(({ id }) => ({ id }));
      if ((what === 'dismiss' || what === 'classify') && free.length > 0)
        await command('bulk', '/cases/bulk', { body: { command: 'claim', cases: free, body: {} } });
      return command('bulk', '/cases/bulk', { body: { ...bodyOf(what, choice), cases: all } });
    },
    onSuccess: (result, { what }) => {
      const cases = versions(result);
      const back = what === 'dismiss' ? 'undo-dismissal' : what === 'claim' ? 'release' : undefined;
      toast({
        text: `${words.done(number(result.done))}${result.refused > 0 ? ` ${words.refused(number(result.refused))}` : ''}`,
        lasts: UNDO_FOR,
        ...(back === undefined || cases.length === 0 ? {} : { undo: () => void takeBack(back, cases) }),
      });
    },
    onSettled: refresh,
  });
};
