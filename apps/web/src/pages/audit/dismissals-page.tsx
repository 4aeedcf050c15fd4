import { getRouteApi } from '@tanstack/react-router';
import { CATEGORIES, DISMISSAL_OUTCOMES, type DismissalOutcome } from '#libs/contracts';
import { usePages } from '../../api/pages.js';
import { SelectField, TextField } from '../../parts/field.js';
import { Person, Unit } from '../../parts/named.js';
import { Pill } from '../../parts/pill.js';
import { Records } from '../../parts/records.js';
import { auditWords } from '../../words/audit.js';
import { useFormats } from '../../words/formats.js';
import { useTerm, useWords } from '../../words/language.js';
import { momentOf, readText } from './asked.js';
import { CaseLink } from './case-link.js';
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
    <section className="page" aria-labelledby="dismissals-title">
      <header className="page-head">
        <h1 id="dismissals-title">{words.dismissals}</h1>
        <p className="soft">{words.dismissalsLead}</p>
      </header>
      <div className="filter-row not-on-paper">
        <SelectField
          label={words.outcome}
          value={outcome ?? ''}
          onChange={({ target }) => set({ outcome: target.value })}
          options={[
            { value: '', label: words.all },
            ...(Object.keys(DISMISSAL_OUTCOMES) as DismissalOutcome[]).map((value) => ({
              value,
              label: term(DISMISSAL_OUTCOMES, value),
            })),
          ]}
        />
        <TextFilter label={words.byPerson} given={asked.person} choose={(person) => set({ person })} />
        <TextField
          label={words.fromDay}
          type="date"
          value={asked.from ?? ''}
          onChange={({ target }) => set({ from: target.value })}
        />
        <TextField
          label={words.toDay}
          type="date"
          value={asked.to ?? ''}
          onChange={({ target }) => set({ to: target.value })}
        />
      </div>
      <Records
        label={words.dismissals}
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
    </section>
  );
};
