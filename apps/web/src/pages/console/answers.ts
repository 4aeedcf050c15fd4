import { useMutation, useQueryClient } from '@tanstack/react-query';
import { PROBLEMS, type Answer, type RequestOverviewItem, type RequestState } from '#libs/contracts';
import { command } from '../../api/client.js';
import { toast } from '../../parts/toasts.js';
import { consoleWords } from '../../words/console.js';
import { useTerm, useWords } from '../../words/language.js';
import { REQUESTS } from './queries.js';

export type AnswerKind = Answer['answer'];
export const ANSWERS = ['acknowledge', 'enforced', 'refused', 'lifted'] as const satisfies readonly AnswerKind[];

const TAKEN_IN: Readonly<Record<AnswerKind, readonly RequestState[]>> = {
  acknowledge: ['queued', 'delivered'],
  enforced: ['queued', 'delivered', 'acknowledged'],
  refused: ['queued', 'delivered', 'acknowledged'],
  lifted: ['lift-queued', 'lift-delivered'],
};
/** Whether a request waits for this answer as it stands. */
export const takes = ({ state }: Pick<RequestOverviewItem, 'state'>, answer: AnswerKind): boolean =>
  TAKEN_IN[answer].includes(state);

/** The most that one call takes. */
const AT_ONCE = 500;

/** Sends answers, says how many were recorded and why others were not. */
export const useAnswer = () => {
  const words = useWords(consoleWords);
  const term = useTerm();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (answers: readonly Answer[]) => {
      const outcomes = [];
      for (let at = 0; at < answers.length; at += AT_ONCE)
        outcomes.push(
          ...(await command('answers', '/requests/answers', { body: { answers: answers.slice(at, at + AT_ONCE) } }))
            .outcomes,
        );
      return outcomes;
    },
    onSuccess: (outcomes) => {
      const wrong = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.problem]));
      const done = outcomes.length - wrong.length;
      if (done > 0) toast({ text: words.recorded(String(done)) });
      if (wrong.length > 0)
        toast({
          text: words.notRecorded(
            String(wrong.length),
            [...new Set(wrong)].map((one) => term(PROBLEMS, one)).join('; '),
          ),
          tone: 'danger',
        });
    },
    onError: (error) => void toast({ text: error.message, tone: 'danger' }),
    onSettled: () => queries.invalidateQueries({ queryKey: REQUESTS }),
  });
};
