import { Link, getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { REGISTER_KINDS, type RegisterEntryView, type RegisterKind } from '#libs/contracts';
import { usePages } from '../../api/pages.js';
import { CheckField } from '../../parts/field.js';
import { Pill } from '../../parts/pill.js';
import { Records } from '../../parts/records.js';
import { SafeText } from '../../parts/safe-text.js';
import { Empty } from '../../parts/states.js';
import { adminWords } from '../../words/admin.js';
import { useFieldName, useFieldValue } from '../../words/fields.js';
import { useFormats } from '../../words/formats.js';
import { useTerm, useWords } from '../../words/language.js';
import { readText } from '../audit/asked.js';
import { TextFilter } from '../audit/text-filter.js';
import { EntryForm } from './entry-form.js';
import { COLUMNS } from './fields.js';
import { isRegisterKind } from './queries.js';

const route = getRouteApi('/quan-tri/danh-muc/$kind');
const read = readText('q', 'all');

/** One register: search, what counts now, and the way to propose an entry. */
export const RegisterPage = () => {
  const words = useWords(adminWords);
  const { kind } = route.useParams();
  return isRegisterKind(kind) ? <Register key={kind} kind={kind} /> : <Empty title={words.noEntries} />;
};

const Register = ({ kind }: { readonly kind: RegisterKind }) => {
  const words = useWords(adminWords);
  const term = useTerm();
  const nameOf = useFieldName();
  const show = useFieldValue();
  const { q, all } = route.useSearch();
  const navigate = route.useNavigate();
  const [adding, setAdding] = useState(false);
  const query = usePages('register', `/registers/${kind}`, { q, all: all === 'yes' ? true : undefined, limit: 100 });
  const set = (part: Record<string, string>): void => void navigate({ search: read({ q, all, ...part }) });
  return (
    <section className="page" aria-labelledby="register-title">
      <header className="page-head">
        <h1 id="register-title" className="capital">
          {term(REGISTER_KINDS, kind)}
        </h1>
        <button type="button" className="button main" onClick={() => setAdding(true)}>
          {words.add}
        </button>
      </header>
      <div className="filter-row">
        <TextFilter label={words.search} type="search" given={q} choose={(to) => set({ q: to })} />
        <CheckField
          label={words.withEnded}
          checked={all === 'yes'}
          onChange={({ target }) => set({ all: target.checked ? 'yes' : '' })}
        />
      </div>
      <Records<RegisterEntryView>
        label={term(REGISTER_KINDS, kind)}
        query={query}
        keyOf={({ id }) => id}
        empty={words.noEntries}
        columns={[
          {
            name: words.entry,
            cell: ({ id }) => (
              <Link className="mono" to="/quan-tri/danh-muc/$kind/$entry" params={{ kind, entry: id }}>
                <SafeText>{id}</SafeText>
              </Link>
            ),
          },
          ...COLUMNS[kind].map((field) => ({
            name: nameOf(field),
            cell: ({ value }: RegisterEntryView) => <SafeText>{show(field, value?.[field])}</SafeText>,
          })),
          { name: words.validity, cell: (item) => <Validity item={item} /> },
        ]}
      />
      {adding && <EntryForm kind={kind} close={() => setAdding(false)} />}
    </section>
  );
};

const Validity = ({ item }: { readonly item: RegisterEntryView }) => {
  const words = useWords(adminWords);
  const { day } = useFormats();
  const [from, to] = [item.value?.['validFrom'], item.value?.['validTo']];
  return (
    <>
      {typeof from === 'string' &&
        (typeof to === 'string' ? words.between(day(from), day(to)) : words.since(day(from)))}{' '}
      {!item.valid && <Pill tone="warning">{words.ended}</Pill>}
    </>
  );
};
