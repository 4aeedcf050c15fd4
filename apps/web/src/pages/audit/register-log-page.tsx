import { getRouteApi } from '@tanstack/react-router';
import { REGISTER_KINDS } from '#libs/contracts';
import { usePages } from '../../api/pages.js';
import { FieldChanges } from '../../parts/field-changes.js';
import { Person, Unit } from '../../parts/named.js';
import { Pill, type Tone } from '../../parts/pill.js';
import { SafeText } from '../../parts/safe-text.js';
import { auditWords } from '../../words/audit.js';
import { useFormats } from '../../words/formats.js';
import { useTerm, useWords } from '../../words/language.js';
import { useFieldValue, useFieldName } from '../../words/fields.js';
import { momentOf, readText } from './asked.js';
import { PeriodFilter, TermFilter } from './filters.js';
import { ListPage } from './list-page.js';

const route = getRouteApi('/giam-sat/danh-muc');
const read = readText('kind', 'from', 'to');
const TONES: Readonly<Record<string, Tone>> = {
  proposed: 'notice',
  approved: 'success',
  rejected: 'warning',
  retired: 'quiet',
};

/** What changed in the registers: the settings under which everything else was decided. */
export const RegisterLogPage = () => {
  const words = useWords(auditWords);
  const term = useTerm();
  const nameOf = useFieldName();
  const show = useFieldValue();
  const { moment } = useFormats();
  const asked = route.useSearch();
  const navigate = route.useNavigate();
  const kind = asked.kind !== undefined && asked.kind in REGISTER_KINDS ? asked.kind : undefined;
  const query = usePages('registerLog', '/audit/registers', {
    kind,
    from: momentOf(asked.from),
    to: momentOf(asked.to, true),
    limit: 50,
  });
  const set = (part: Record<string, string>): void => void navigate({ search: read({ ...asked, ...part }) });
  return (
    <ListPage
      name="registers"
      title={words.registers}
      lead={words.registersLead}
      filters={
        <>
          <TermFilter label={words.kind} list={REGISTER_KINDS} given={kind} choose={(to) => set({ kind: to })} />
          <PeriodFilter from={asked.from} to={asked.to} choose={set} />
        </>
      }
      query={query}
      keyOf={({ position }) => String(position)}
      empty={words.noChanges}
      columns={[
        { name: words.at, cell: ({ at }) => moment(at) },
        {
          name: words.entry,
          cell: (item) => (
            <>
              <span className="soft">{term(REGISTER_KINDS, item.kind)}</span>{' '}
              <span className="mono">
                <SafeText>{item.entry}</SafeText>
              </span>
            </>
          ),
        },
        {
          name: words.step,
          cell: ({ step, reason }) => (
            <>
              <Pill tone={TONES[step] ?? 'quiet'}>{words[step]}</Pill>
              {reason !== null && <SafeText block>{reason}</SafeText>}
            </>
          ),
        },
        {
          name: words.who,
          cell: ({ by, unit, proposedBy, step }) => (
            <>
              <Person id={by} />
              {unit !== null && (
                <span className="soft">
                  {' · '}
                  <Unit id={unit} />
                </span>
              )}
              {step !== 'proposed' && proposedBy !== null && (
                <span className="soft">
                  {' · '}
                  {words.proposed}: <Person id={proposedBy} />
                </span>
              )}
            </>
          ),
        },
        {
          name: words.change,
          cell: ({ before, after }) => <FieldChanges before={before} after={after} nameOf={nameOf} show={show} />,
        },
      ]}
    />
  );
};
