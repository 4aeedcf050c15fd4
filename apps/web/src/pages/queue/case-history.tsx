import { Failed, Loading } from '../../parts/states.js';
import { Timeline } from '../../parts/timeline.js';
import { EVENT_WORDS } from '../../words/events.js';
import { useLanguage, useWords } from '../../words/language.js';
import { queueWords } from '../../words/queue.js';
import { useHistory } from './queries.js';

const said = (type: string, language: 'vi' | 'en'): string =>
  Object.hasOwn(EVENT_WORDS, type) ? EVENT_WORDS[type as keyof typeof EVENT_WORDS][language] : type;

/** What happened to a case, from its own streams. */
export const CaseHistory = ({ caseId }: { readonly caseId: string }) => {
  const words = useWords(queueWords);
  const language = useLanguage();
  const history = useHistory(caseId);
  return (
    <section className="block">
      <h3>{words.history}</h3>
      {history.isPending && <Loading />}
      {history.isError && <Failed error={history.error} retry={() => void history.refetch()} />}
      {history.data && (
        <Timeline
          moments={history.data.pages
            .flatMap(({ items }) => items)
            .map(({ id, occurredAt, type, actor }) => ({
              id,
              at: occurredAt,
              title: said(type, language),
              by: actor.unit === undefined ? actor.id : `${actor.id}, ${actor.unit}`,
            }))}
        />
      )}
      {history.hasNextPage && (
        <button type="button" className="button small" onClick={() => void history.fetchNextPage()}>
          {words.olderHistory}
        </button>
      )}
    </section>
  );
};
