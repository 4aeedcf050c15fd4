import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { REGISTER_KINDS, type RegisterChanges } from '#libs/contracts';
import { command } from '../../api/client.js';
import { useMe } from '../../api/session.js';
import { FieldChanges } from '../../parts/field-changes.js';
import { TextField } from '../../parts/field.js';
import { Person, Unit } from '../../parts/named.js';
import { Pill } from '../../parts/pill.js';
import { SafeText } from '../../parts/safe-text.js';
import { toast } from '../../parts/toasts.js';
import { adminWords } from '../../words/admin.js';
import { useFieldName, useFieldValue } from '../../words/fields.js';
import { useFormats } from '../../words/formats.js';
import { useTerm, useWords } from '../../words/language.js';
import { PENDING } from './queries.js';

interface PendingCardProps {
  readonly change: RegisterChanges['items'][number];
  readonly showPart: (part: string) => void;
}

export const PendingCard = ({ change, showPart }: PendingCardProps) => {
  const words = useWords(adminWords);
  const term = useTerm();
  const nameOf = useFieldName();
  const show = useFieldValue();
  const { moment } = useFormats();
  const me = useMe();
  const queries = useQueryClient();
  const [reason, setReason] = useState<string>();
  const { kind, entry, changeId, retire, proposedBy, unit, proposedAt, before, value } = change;
  const decide = useMutation({
    mutationFn: (how: 'approve' | 'reject') =>
      command('changeDecided', `/registers/${kind}/${encodeURIComponent(entry)}/${how}`, {
        body: how === 'approve' ? { changeId } : { changeId, reason },
      }),
    onSuccess: ({ invitationPart }, how) => {
      toast({ text: how === 'approve' ? words.approved : words.rejected });
      if (invitationPart !== undefined) showPart(invitationPart);
    },
    onError: (error) => toast({ text: error.message, tone: 'danger' }),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: PENDING });
      void queries.invalidateQueries({ queryKey: ['register'] });
      void queries.invalidateQueries({ queryKey: ['registerEntry'] });
    },
  });
  const mine = proposedBy === me.id;
  return (
    <article className="answer">
      <header>
        <h2>
          <span className="soft">{term(REGISTER_KINDS, kind)}</span>{' '}
          <span className="mono">
            <SafeText>{entry}</SafeText>
          </span>
        </h2>
        <Pill tone={retire ? 'danger' : before === null ? 'success' : 'notice'}>
          {retire ? words.ends : before === null ? words.adds : words.edits}
        </Pill>
      </header>
      <p className="soft small-text">
        <Person id={proposedBy} /> · <Unit id={unit} /> · {moment(proposedAt)}
      </p>
      <FieldChanges before={before} after={value} nameOf={nameOf} show={show} />
      {mine ? (
        <p className="soft">{words.own}</p>
      ) : reason === undefined ? (
        <p className="actions">
          <button
            type="button"
            className="button main small"
            disabled={decide.isPending}
            onClick={() => decide.mutate('approve')}
          >
            {words.approve}
          </button>
          <button type="button" className="button danger small" onClick={() => setReason('')}>
            {words.reject}
          </button>
        </p>
      ) : (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            decide.mutate('reject');
          }}
        >
          <TextField
            label={words.why}
            required
            autoFocus
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
          <p className="actions">
            <button type="submit" className="button danger small" disabled={decide.isPending}>
              {words.reject}
            </button>
            <button type="button" className="button quiet small" onClick={() => setReason(undefined)}>
              {words.cancel}
            </button>
          </p>
        </form>
      )}
    </article>
  );
};
