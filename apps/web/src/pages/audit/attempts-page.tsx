import { getRouteApi } from '@tanstack/react-router';
import { PROBLEMS, type ProblemCode } from '#libs/contracts';
import { usePages } from '../../api/pages.js';
import { SafeText } from '../../parts/safe-text.js';
import { auditWords } from '../../words/audit.js';
import { useFormats } from '../../words/formats.js';
import { useLanguage, useWords } from '../../words/language.js';
import { Actor } from './actor.js';
import { readText } from './asked.js';
import { CaseLink } from './case-link.js';
import { ListPage } from './list-page.js';
import { TextFilter } from './text-filter.js';

const route = getRouteApi('/giam-sat/bi-tu-choi');
const read = readText('case', 'person');

/** What the walls stopped. */
export const AttemptsPage = () => {
  const words = useWords(auditWords);
  const language = useLanguage();
  const { moment } = useFormats();
  const asked = route.useSearch();
  const navigate = route.useNavigate();
  const query = usePages('attempts', '/audit/attempts', { ...asked, limit: 50 });
  const set = (part: Record<string, string>): void => void navigate({ search: read({ ...asked, ...part }) });
  const why = (code: string): string =>
    Object.hasOwn(PROBLEMS, code) ? PROBLEMS[code as ProblemCode][language] : code;
  return (
    <ListPage
      name="attempts"
      title={words.attempts}
      lead={words.attemptsLead}
      filters={
        <>
          <TextFilter label={words.byPerson} given={asked.person} choose={(person) => set({ person })} />
          <TextFilter label={words.byCase} given={asked.case} choose={(id) => set({ case: id })} />
        </>
      }
      query={query}
      keyOf={({ position }) => String(position)}
      empty={words.noAttempts}
      columns={[
        { name: words.at, cell: ({ at }) => moment(at) },
        { name: words.who, cell: ({ actor }) => <Actor actor={actor} /> },
        {
          name: words.attempt,
          cell: ({ attempt }) => (
            <span className="mono">
              <SafeText>{attempt}</SafeText>
            </span>
          ),
        },
        { name: words.refusal, cell: ({ refusal }) => <SafeText>{why(refusal)}</SafeText> },
        {
          name: words.about,
          cell: ({ case: id, subject }) =>
            id === null ? (
              subject !== null && <SafeText>{subject}</SafeText>
            ) : (
              <CaseLink id={id.replace(/^case-/, '')} />
            ),
        },
      ]}
    />
  );
};
