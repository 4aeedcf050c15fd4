import { getRouteApi } from '@tanstack/react-router';
import { CATEGORIES, DISMISSAL_OUTCOMES } from '#libs/contracts';
import { usePages } from '../../api/pages.js';
import { Person, Unit } from '../../parts/named.js';
import { Pill } from '../../parts/pill.js';
import { auditWords } from '../../words/audit.js';
import { useFormats } from '../../words/formats.js';
import { useTerm, useWords } from '../../words/language.js';
import { momentOf, readText } from './asked.js';
import { CaseLink } from './case-link.js';
import { PeriodFilter, TermFilter } from './filters.js';
import { ListPage } from './list-page.js';
import { TextFilter } from './text-filter.js';

const route = getRouteApi('/giam-sat/ket-thuc');
const read = readText('outcome', 'person', 'from', 'to');

/** Cases that ended without action: where a child could have been overlooked. */
export const DismissalsPage = () => {
  const words = useWords(auditWords);
  const term = useTerm();
  const { moment, number } = useFormats();
  const asked = route.useSearch();
  const navigate = route.useNavigate();
  const outcome = asked.outcome !== undefined && asked.outcome in DISMISSAL_OUTCOMES ? asked.outcome : undefined;
  const query = usePages('dismissals', '/audit/dismissals', {
    outcome,
    person: asked.person,
    from: momentOf(asked.from),
    to: momentOf(asked.to, true),
    limit: 50,
  });
  const set = (part: Record<string, string>): void => void navigate({ search: read({ ...asked, ...part }) });
  return (
    <ListPage
      name="dismissals"
      title={words.dismissals}
      lead={words.dismissalsLead}
      filters={
        <>
          <TermFilter
            label={words.outcome}
            list={DISMISSAL_OUTCOMES}
            given={outcome}
            choose={(to) => set({ outcome: to })}
          />
          <TextFilter label={words.byPerson} given={asked.person} choose={(person) => set({ person })} />
          <PeriodFilter from={asked.from} to={asked.to} choose={set} />
        </>
      }
      query={query}
      keyOf={({ position }) => String(position)}
      empty={words.noDismissals}
      columns={[
        { name: words.at, cell: ({ at }) => moment(at) },
        {
          name: words.outcome,
          cell: ({ outcome: how, reopenedAt }) => (
            <>
              {term(DISMISSAL_OUTCOMES, how)}{' '}
              {reopenedAt !== null && <Pill tone="notice">{words.reopened(moment(reopenedAt))}</Pill>}
            </>
          ),
        },
        {
          name: words.category,
          cell: ({ category }) =>
            category === null ? <span className="soft">{words.noCategory}</span> : term(CATEGORIES, category),
        },
        { name: words.reportsCount, figure: true, cell: ({ reports }) => number(reports) },
        { name: words.confirmedBy, cell: ({ person }) => <Person id={person} /> },
        { name: words.proposedBy, cell: ({ proposedBy }) => proposedBy !== null && <Person id={proposedBy} /> },
        { name: words.unit, cell: ({ unit }) => <Unit id={unit} /> },
        { name: words.case, cell: ({ caseId, at }) => <CaseLink id={caseId} at={at} /> },
      ]}
    />
  );
};
