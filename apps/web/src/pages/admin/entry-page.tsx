import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { REGISTER_KINDS, type RegisterEntryHistory, type RegisterKind } from '#libs/contracts';
import { call, command } from '../../api/client.js';
import { FieldChanges } from '../../parts/field-changes.js';
import { Person } from '../../parts/named.js';
import { Pill } from '../../parts/pill.js';
import { SafeText } from '../../parts/safe-text.js';
import { Empty, Failed, Loading } from '../../parts/states.js';
import { toast } from '../../parts/toasts.js';
import { adminWords } from '../../words/admin.js';
import { useFieldName, useFieldValue } from '../../words/fields.js';
import { useFormats } from '../../words/formats.js';
import { useTerm, useWords } from '../../words/language.js';
import { EntryForm } from './entry-form.js';
import { PENDING, isRegisterKind } from './queries.js';

const route = getRouteApi('/quan-tri/danh-muc/$kind/$entry');

/** One entry: as it counts now, every approved version, and what may be proposed. */
export const EntryPage = () => {
  const words = useWords(adminWords);
  const { kind, entry } = route.useParams();
  const found = useQuery({
    queryKey: ['registerEntry', kind, entry],
    queryFn: ({ signal }) =>
      call('registerEntry', `/registers/${kind}/${encodeURIComponent(entry)}`, { afterMine: true, signal }),
    enabled: isRegisterKind(kind),
  });
  if (!isRegisterKind(kind)) return <Empty title={words.noEntries} />;
  if (found.isPending) return <Loading rows={4} />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  return <Entry kind={kind} entry={found.data} />;
};

const Entry = ({ kind, entry }: { readonly kind: RegisterKind; readonly entry: RegisterEntryHistory }) => {
  const words = useWords(adminWords);
  const term = useTerm();
  const nameOf = useFieldName();
  const show = useFieldValue();
  const { moment } = useFormats();
  const queries = useQueryClient();
  const [editing, setEditing] = useState(false);
  const retire = useMutation({
    mutationFn: () =>
      command('changeProposed', `/registers/${kind}/${encodeURIComponent(entry.id)}/retire`, { body: {} }),
    onSuccess: () => toast({ text: words.proposed }),
    onError: (error) => toast({ text: error.message, tone: 'danger' }),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: PENDING });
      void queries.invalidateQueries({ queryKey: ['registerEntry'] });
    },
  });
  const { value, versions, pending } = entry;
  return (
    <section className="page" aria-labelledby="entry-title">
      <header className="page-head">
        <Link className="button quiet small" to="/quan-tri/danh-muc/$kind" params={{ kind }}>
          ← {term(REGISTER_KINDS, kind)}
        </Link>
        <h1 id="entry-title" className="mono">
          <SafeText>{entry.id}</SafeText>
        </h1>
        {!entry.valid && <Pill tone="warning">{words.ended}</Pill>}
        {pending && <p className="banner warning">{words.waits}</p>}
        {value !== null && pending === null && (
          <p className="actions">
            <button type="button" className="button main small" onClick={() => setEditing(true)}>
              {words.edit}
            </button>
            <button
              type="button"
              className="button danger small"
              disabled={retire.isPending}
              onClick={() => retire.mutate()}
            >
              {words.retire}
            </button>
          </p>
        )}
      </header>
      {value !== null && (
        <dl className="facts answer">
          {Object.entries(value).map(([field, stored]) => (
            <div key={field} className="fact">
              <dt>{nameOf(field)}</dt>
              <dd>
                {show(field, stored) === '' ? (
                  <span className="soft">{words.nobody}</span>
                ) : (
                  <SafeText>{show(field, stored)}</SafeText>
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <h2>{words.history}</h2>
      <ol className="stack">
        {versions.toReversed().map((version, index, list) => (
          <li key={version.position} className="answer">
            <p className="soft small-text">
              {words.version} <span className="figure">{version.position}</span> · {moment(version.validFrom)}
              {version.validTo !== null && ` → ${moment(version.validTo)}`} · <Person id={version.proposedBy} /> →{' '}
              <Person id={version.approvedBy} /> {version.retired && <Pill tone="danger">{words.ends}</Pill>}
            </p>
            <FieldChanges
              before={list[index + 1]?.value ?? null}
              after={version.retired ? null : version.value}
              nameOf={nameOf}
              show={show}
            />
          </li>
        ))}
      </ol>
      {editing && value !== null && (
        <EntryForm kind={kind} entry={{ id: entry.id, value }} close={() => setEditing(false)} />
      )}
    </section>
  );
};
