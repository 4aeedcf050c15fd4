import { getRouteApi } from '@tanstack/react-router';
import { usePages } from '../../api/pages.js';
import { Pill } from '../../parts/pill.js';
import { SafeText } from '../../parts/safe-text.js';
import { auditWords } from '../../words/audit.js';
import { useFormats } from '../../words/formats.js';
import { useWords } from '../../words/language.js';
import { Actor } from './actor.js';
import { readText } from './asked.js';
import { CaseLink } from './case-link.js';
import { ListPage } from './list-page.js';
import { TextFilter } from './text-filter.js';

const route = getRouteApi('/giam-sat/luot-doc');
const read = readText('case', 'person');

/** Who read what: every opening of a case, every uncovered text, every time clear text was taken and why. */
export const ReadsPage = () => {
  const words = useWords(auditWords);
  const { moment } = useFormats();
  const asked = route.useSearch();
  const navigate = route.useNavigate();
  const query = usePages('reads', '/audit/reads', { ...asked, limit: 50 });
  const set = (part: Record<string, string>): void => void navigate({ search: read({ ...asked, ...part }) });
  return (
    <ListPage
      name="reads"
      title={words.reads}
      lead={words.readsLead}
      filters={
        <>
          <TextFilter label={words.byPerson} given={asked.person} choose={(person) => set({ person })} />
          <TextFilter label={words.byCase} given={asked.case} choose={(id) => set({ case: id })} />
        </>
      }
      query={query}
      keyOf={({ position }) => String(position)}
      empty={words.noReads}
      columns={[
        { name: words.at, cell: ({ at }) => moment(at) },
        { name: words.who, cell: ({ actor }) => <Actor actor={actor} /> },
        {
          name: words.doing,
          cell: ({ what }) => <Pill tone={what === 'viewed' ? 'quiet' : 'warning'}>{words[what]}</Pill>,
        },
        { name: words.case, cell: ({ case: id }) => id !== null && <CaseLink id={id.replace(/^case-/, '')} /> },
        { name: words.detail, cell: ({ detail }) => detail !== null && <SafeText>{detail}</SafeText> },
      ]}
    />
  );
};
