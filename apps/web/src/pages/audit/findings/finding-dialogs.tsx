import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { call, command } from '../../../api/client.js';
import { Refusal } from '../../../api/refusal.js';
import { CommandForm } from '../../../parts/command-form.js';
import { Dialog } from '../../../parts/dialog.js';
import { SelectField, TextArea, TextField } from '../../../parts/field.js';
import { toast } from '../../../parts/toasts.js';
import { auditWords } from '../../../words/audit.js';
import { useWords } from '../../../words/language.js';
import { momentOf } from '../asked.js';
import { dayAhead } from '../../../parts/days.js';

/** Sends one of the two texts of a finding; what was typed stays where it is refused. */
const useSend = (path: string, done: string, close: () => void) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: object) => command('findingResult', path, { body }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['findings'] });
      toast({ text: done });
      close();
    },
  });
};

interface FormProps {
  readonly title: string;
  readonly close: () => void;
  readonly send: () => void;
  readonly busy: boolean;
  readonly error: Error | null;
  readonly children: ReactNode;
}

const Form = ({ title, close, send, busy, error, children }: FormProps) => {
  const words = useWords(auditWords);
  return (
    <Dialog title={title} onClose={close}>
      <CommandForm sending={{ isPending: busy, error }} send={send} button={words.send}>
        {children}
      </CommandForm>
    </Dialog>
  );
};

export const RaiseFinding = ({ close, caseId = '' }: { readonly close: () => void; readonly caseId?: string }) => {
  const words = useWords(auditWords);
  const [given, setGiven] = useState({ unit: '', case: caseId, text: '', day: dayAhead(14) });
  const set = (part: Partial<typeof given>): void => setGiven({ ...given, ...part });
  const send = useSend('/findings', words.raisedNow, close);
  const refusal = send.error instanceof Refusal ? send.error : undefined;
  const units = useQuery({
    queryKey: ['register', 'unit'],
    queryFn: ({ signal }) => call('register', '/registers/unit', { signal }),
    staleTime: 600_000,
  });
  return (
    <Form
      title={words.raise}
      close={close}
      busy={send.isPending}
      error={send.error}
      send={() =>
        send.mutate({
          unit: given.unit,
          text: given.text,
          answerBy: momentOf(given.day, true),
          ...(given.case.trim() !== '' && { case: given.case.trim() }),
        })
      }
    >
      <SelectField
        label={words.unit}
        required
        value={given.unit}
        error={refusal?.of('/unit')}
        onChange={({ target }) => set({ unit: target.value })}
        options={[
          { value: '', label: '' },
          ...(units.data?.items ?? []).map(({ id, value }) => ({
            value: id,
            label: typeof value?.['name'] === 'string' ? value['name'] : id,
          })),
        ]}
      />
      <TextArea
        label={words.findingText}
        required
        error={refusal?.of('/text')}
        value={given.text}
        onChange={({ target }) => set({ text: target.value })}
      />
      <TextField
        label={words.answerBy}
        type="date"
        required
        value={given.day}
        error={refusal?.of('/answerBy')}
        onChange={({ target }) => set({ day: target.value })}
      />
      <TextField
        label={words.aboutCase}
        autoComplete="off"
        value={given.case}
        error={refusal?.of('/case')}
        onChange={({ target }) => set({ case: target.value })}
      />
    </Form>
  );
};

export const AnswerFinding = ({ id, close }: { readonly id: string; readonly close: () => void }) => {
  const words = useWords(auditWords);
  const [text, setText] = useState('');
  const send = useSend(`/findings/${id}/answer`, words.answeredNow, close);
  return (
    <Form
      title={words.answer}
      close={close}
      busy={send.isPending}
      error={send.error}
      send={() => send.mutate({ text })}
    >
      <TextArea label={words.answerText} required value={text} onChange={({ target }) => setText(target.value)} />
    </Form>
  );
};
