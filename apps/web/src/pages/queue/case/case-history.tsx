import type { CaseHistoryEvent } from '#libs/contracts';
import { Person, Unit } from '../../../parts/named.js';
import { SafeText } from '../../../parts/safe-text.js';
import { Failed, Loading } from '../../../parts/states.js';
import { Timeline } from '../../../parts/timeline.js';
import { EVENT_WORDS } from '../../../words/events.js';
import { useLanguage, useWords, type Language } from '../../../words/language.js';
import { queueWords } from '../../../words/queue.js';
import { useHistory } from '../queries.js';

const said = (type: string, language: Language): string =>
  Object.hasOwn(EVENT_WORDS, type) ? EVENT_WORDS[type as keyof typeof EVENT_WORDS][language] : type;

const Who = ({ actor }: Pick<CaseHistoryEvent, 'actor'>) => (
  <>
    {actor.kind === 'person' ? <Person id={actor.id} /> : <SafeText>{actor.id}</SafeText>}
    {actor.unit !== undefined && (
      <>
        , <Unit id={actor.unit} />
      </>
    )}
  </>
);

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
            .map(({ id, occurredAt, type, actor, data }) => ({
              id,
              at: occurredAt,
              title: said(type, language),
              by: <Who actor={actor} />,
              children: typeof data['reason'] === 'string' && (
                <p className="small-text timeline-text">
                  <SafeText>{data['reason']}</SafeText>
                </p>
              ),
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
