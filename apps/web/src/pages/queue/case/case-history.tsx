import type { CaseHistoryEvent } from '#libs/contracts';
import { Person, Unit } from '../../../parts/named.js';
import { SafeText } from '../../../parts/safe-text.js';
import { Failed, Loading } from '../../../parts/states.js';
import { Timeline } from '../../../parts/timeline.js';
import { EVENT_WORDS } from '../../../words/events.js';
import { useFieldValue } from '../../../words/fields.js';
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

const Words = ({ text }: { readonly text: string | undefined }) =>
  text === undefined ? null : (
    <p className="small-text timeline-text">
      <SafeText>{text}</SafeText>
    </p>
  );

/** What happened to a case, from its own streams. */
export const CaseHistory = ({ caseId }: { readonly caseId: string }) => {
  const words = useWords(queueWords);
  const language = useLanguage();
  const inWords = useFieldValue();
  const history = useHistory(caseId);
  /** What somebody wrote, or what a recheck found. */
  const textOf = ({ reason, found }: CaseHistoryEvent['data']): string | undefined =>
    typeof reason === 'string' ? reason : typeof found === 'string' ? inWords('found', found) : undefined;
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
              children: <Words text={textOf(data)} />,
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
