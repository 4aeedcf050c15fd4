import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { SAMPLE_KINDS, type DrawSample as Draw, type SampleKind } from '#libs/contracts';
import { command } from '../../../api/client.js';
import { Refusal } from '../../../api/refusal.js';
import { Dialog } from '../../../parts/dialog.js';
import { CheckField, TextField } from '../../../parts/field.js';
import { auditWords } from '../../../words/audit.js';
import { useTerm, useWords } from '../../../words/language.js';
import { momentOf } from '../asked.js';
import { dayAgo, today } from '../../../parts/days.js';

interface DrawSampleProps {
  readonly close: () => void;
  readonly show: (id: string) => void;
}

/** Draws a sample: the drawing is an event, and its hash chooses. */
export const DrawSample = ({ close, show }: DrawSampleProps) => {
  const words = useWords(auditWords);
  const term = useTerm();
  const queries = useQueryClient();
  const [from, setFrom] = useState(dayAgo(30));
  const [to, setTo] = useState(today());
  const [size, setSize] = useState('20');
  const [kinds, setKinds] = useState<readonly SampleKind[]>([]);
  const draw = useMutation({
    mutationFn: (body: Draw) => command('sample', '/audit/samples', { body }),
    onSuccess: ({ sampleId }) => {
      void queries.invalidateQueries({ queryKey: ['samples'] });
      show(sampleId);
    },
  });
  const refusal = draw.error instanceof Refusal ? draw.error : undefined;
  const [first, last] = [momentOf(from), momentOf(to, true)];
  return (
    <Dialog title={words.draw} onClose={close}>
      <form
        className="stack"
        onSubmit={(event: SubmitEvent<HTMLFormElement>) => {
          event.preventDefault();
          if (first === undefined || last === undefined) return;
          draw.mutate({ from: first, to: last, size: Number(size), ...(kinds.length > 0 && { kinds: [...kinds] }) });
        }}
      >
        <div className="pair">
          <TextField
            label={words.fromDay}
            type="date"
            required
            value={from}
            onChange={({ target }) => setFrom(target.value)}
          />
          <TextField
            label={words.toDay}
            type="date"
            required
            value={to}
            onChange={({ target }) => setTo(target.value)}
          />
        </div>
        <TextField
          label={words.size}
          hint={words.sizeHint}
          error={refusal?.of('/size')}
          type="number"
          min={1}
          max={500}
          required
          value={size}
          onChange={({ target }) => setSize(target.value)}
        />
        <fieldset className="choices">
          <legend>{words.narrowTo}</legend>
          {(Object.keys(SAMPLE_KINDS) as SampleKind[]).map((kind) => (
            <CheckField
              key={kind}
              label={term(SAMPLE_KINDS, kind)}
              checked={kinds.includes(kind)}
              onChange={({ target }) =>
                setKinds(target.checked ? [...kinds, kind] : kinds.filter((one) => one !== kind))
              }
            />
          ))}
        </fieldset>
        {refusal && (
          <p className="error-line" role="alert">
            {refusal.message}
          </p>
        )}
        <button type="submit" className="button main" disabled={draw.isPending}>
          {draw.isPending ? words.drawing : words.draw}
        </button>
      </form>
    </Dialog>
  );
};
