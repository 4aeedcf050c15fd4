import { useState, type SyntheticEvent } from 'react';
import { useMe } from '../../api/session.js';
import { SelectField, TextArea } from '../../parts/field.js';
import { Sheet } from '../../parts/sheet.js';
import { useUnsent } from '../../parts/unsent.js';
import { approvalWords } from '../../words/approvals.js';
import { useWords } from '../../words/language.js';
import { useApprovers } from './queries.js';

interface ReasonSheetProps {
  readonly title: string;
  readonly hint: string;
  readonly busy: boolean;
  readonly close: () => void;
  readonly send: (reason: string) => void;
}

/** A reason below the case it is about, which stays in view. */
export const ReasonSheet = ({ title, hint, busy, close, send }: ReasonSheetProps) => {
  const words = useWords(approvalWords);
  const [reason, setReason] = useState('');
  useUnsent(reason !== '' && !busy);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    send(reason);
  };
  return (
    <Sheet title={title} onClose={close}>
      <form className="stack" onSubmit={submit}>
        <TextArea
          label={words.reason}
          hint={hint}
          required
          minLength={3}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <button type="submit" className="button main" disabled={busy}>
          {words.send}
        </button>
      </form>
    </Sheet>
  );
};

interface PassSheetProps {
  /** Null while it is hidden; whoever proposed cannot be given their own proposal. */
  readonly proposer: string | null;
  readonly busy: boolean;
  readonly close: () => void;
  readonly send: (to: string, reason: string) => void;
}

/** Without a verdict to another approver of the unit. */
export const PassSheet = ({ proposer, busy, close, send }: PassSheetProps) => {
  const words = useWords(approvalWords);
  const me = useMe();
  const others = (useApprovers().data?.items ?? []).filter(({ id }) => id !== me.id && id !== proposer);
  const [to, setTo] = useState<string>();
  const [reason, setReason] = useState('');
  useUnsent(reason !== '' && !busy);
  const chosen = to ?? others[0]?.id;
  return (
    <Sheet title={words.pass} onClose={close}>
      {others.length === 0 ? (
        <p className="soft">{words.passNobody}</p>
      ) : (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            if (chosen !== undefined) send(chosen, reason);
          }}
        >
          <p className="soft">{words.passHint}</p>
          <SelectField
            label={words.passTo}
            value={chosen ?? ''}
            options={others.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(event) => setTo(event.target.value)}
          />
          <TextArea
            label={words.reason}
            required
            minLength={3}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          <button type="submit" className="button main" disabled={busy}>
            {words.send}
          </button>
        </form>
      )}
    </Sheet>
  );
};
