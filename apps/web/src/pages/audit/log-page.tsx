import { getRouteApi } from '@tanstack/react-router';
import type { EventType } from '#libs/contracts';
import { usePages } from '../../api/pages.js';
import { SelectField } from '../../parts/field.js';
import { SafeText } from '../../parts/safe-text.js';
import { auditWords } from '../../words/audit.js';
import { EVENT_WORDS } from '../../words/events.js';
import { useFormats } from '../../words/formats.js';
import { useTerm, useWords } from '../../words/language.js';
import { Actor } from './actor.js';
import { CaseLink } from './case-link.js';
import { ListPage } from './list-page.js';

const route = getRouteApi('/giam-sat/nhat-ky');
const TYPES = Object.keys(EVENT_WORDS) as EventType[];

const About = ({ stream, data }: { readonly stream: string; readonly data: Readonly<Record<string, unknown>> }) => {
  const caseId = stream.startsWith('case-') ? stream.slice(5) : data['caseId'];
  if (typeof caseId === 'string') return <CaseLink id={caseId} />;
  return (
    <span className="mono small-text">
      <SafeText>{stream}</SafeText>
    </span>
  );
};

/** The log to look through: who did what and when; what people wrote stays masked. */
export const LogPage = () => {
  const words = useWords(auditWords);
  const term = useTerm();
  const { moment, number } = useFormats();
  const { type } = route.useSearch();
  const navigate = route.useNavigate();
  const known = type !== undefined && Object.hasOwn(EVENT_WORDS, type) ? type : undefined;
  const query = usePages('auditLog', '/audit/log', { types: known, limit: 50 });
  const options = TYPES.map((value) => ({ value, label: term(EVENT_WORDS, value) }));
  return (
    <ListPage
      name="log"
      title={words.log}
      lead={words.logLead}
      filters={
        <SelectField
          label={words.kindOfEvent}
          value={known ?? ''}
          onChange={({ target }) => void navigate({ search: target.value === '' ? {} : { type: target.value } })}
          options={[{ value: '', label: words.all }, ...options.sort((a, b) => a.label.localeCompare(b.label))]}
        />
      }
      query={query}
      keyOf={({ id }) => id}
      empty={words.noEvents}
      columns={[
        { name: words.position, figure: true, cell: ({ position }) => number(position) },
        { name: words.at, cell: ({ recordedAt }) => moment(recordedAt) },
        { name: words.event, cell: (event) => <strong>{term(EVENT_WORDS, event.type as EventType)}</strong> },
        { name: words.who, cell: ({ actor }) => <Actor actor={actor} /> },
        { name: words.about, cell: ({ stream, data }) => <About stream={stream} data={data} /> },
      ]}
    />
  );
};
