import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { REGISTER_KINDS, type RegisterKind } from '#libs/contracts';
import { command } from '../../api/client.js';
import { Refusal } from '../../api/refusal.js';
import { Dialog } from '../../parts/dialog.js';
import { TextField } from '../../parts/field.js';
import { toast } from '../../parts/toasts.js';
import { useUnsent } from '../../parts/unsent.js';
import { adminWords } from '../../words/admin.js';
import { useFieldName } from '../../words/fields.js';
import { useTerm, useWords } from '../../words/language.js';
import { momentOf } from '../audit/asked.js';
import { today } from '../../parts/days.js';
import { EntryField } from './entry-field.js';
import { FIELDS, type FieldKind } from './fields.js';
import { InvitationPart } from './invitation-part.js';
import { PENDING } from './queries.js';

type Value = Readonly<Record<string, unknown>>;

const emptyOf = (field: FieldKind): unknown => {
  const { is, none } = field;
  if (none === true) return null;
  if (is === 'some' || is === 'entries' || is === 'lines') return [];
  return is === 'yes-no' ? field.absent === true : is === 'number' ? 0 : '';
};

/** A stored moment as a day in Việt Nam. */
const dayOf = (moment: unknown): string =>
  typeof moment === 'string' ? new Date(Date.parse(moment) + 7 * 3_600_000).toISOString().slice(0, 10) : '';

interface EntryFormProps {
  readonly kind: RegisterKind;
  readonly close: () => void;
  /** What is changed; missing: a new entry. */
  readonly entry?: { readonly id: string; readonly value: Value };
}

/** Proposes an entry, whole: another administrator sees before and after, and decides. */
export const EntryForm = ({ kind, close, entry }: EntryFormProps) => {
  const words = useWords(adminWords);
  const term = useTerm();
  const nameOf = useFieldName();
  const queries = useQueryClient();
  const fields = FIELDS[kind];
  const [id, setId] = useState(entry?.id ?? '');
  const [value, setValue] = useState<Value>(
    () => entry?.value ?? Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, emptyOf(field)])),
  );
  const [dirty, setDirty] = useState(false);
  const [from, setFrom] = useState(dayOf(entry?.value['validFrom']) || today());
  const [to, setTo] = useState(dayOf(entry?.value['validTo']));
  const [part, setPart] = useState<string>();
  useUnsent(dirty);
  const propose = useMutation({
    mutationFn: (body: object) => command('changeProposed', `/registers/${kind}`, { body }),
    onSuccess: ({ invitationPart }) => {
      setDirty(false);
      void queries.invalidateQueries({ queryKey: PENDING });
      void queries.invalidateQueries({ queryKey: ['registerEntry'] });
      toast({ text: words.proposed });
      if (invitationPart === undefined) close();
      else setPart(invitationPart);
    },
  });
  const refusal = propose.error instanceof Refusal ? propose.error : undefined;
  const send = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    // An unchanged day keeps the exact moment that is stored.
    const first = from === dayOf(entry?.value['validFrom']) ? entry?.value['validFrom'] : momentOf(from);
    const last =
      to === '' ? null : to === dayOf(entry?.value['validTo']) ? entry?.value['validTo'] : momentOf(to, true);
    propose.mutate({ id: id.trim(), value: { ...value, validFrom: first, validTo: last } });
  };
  if (part !== undefined) return <InvitationPart part={part} close={close} />;
  return (
    <Dialog title={`${entry ? words.edit : words.add}: ${term(REGISTER_KINDS, kind)}`} onClose={close} wide>
      <form className="stack" onSubmit={send} onChange={() => setDirty(true)}>
        {!entry && (
          <TextField
            label={words.id}
            required
            autoComplete="off"
            pattern="[a-z0-9]+([.\-][a-z0-9]+)*"
            value={id}
            error={refusal?.of('/id')}
            onChange={({ target }) => setId(target.value)}
          />
        )}
        {Object.entries(fields).map(([name, field]) => (
          <EntryField
            key={name}
            label={nameOf(name)}
            field={field}
            value={value[name]}
            error={refusal?.of(`/value/${name}`) ?? refusal?.of(`/${name}`)}
            set={(next) => {
              setDirty(true);
              setValue({ ...value, [name]: next });
            }}
          />
        ))}
        <div className="pair">
          <TextField
            label={nameOf('validFrom')}
            type="date"
            required
            value={from}
            onChange={({ target }) => setFrom(target.value)}
          />
          <TextField label={nameOf('validTo')} type="date" value={to} onChange={({ target }) => setTo(target.value)} />
        </div>
        {propose.error && (
          <p className="error-line" role="alert">
            {propose.error.message}
            {refusal?.fields.map(({ pointer, detail }) => ` ${pointer}: ${detail}`).join(';')}
          </p>
        )}
        <button type="submit" className="button main" disabled={propose.isPending}>
          {words.proposeNow}
        </button>
      </form>
    </Dialog>
  );
};
