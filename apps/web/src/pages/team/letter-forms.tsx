import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { PROVIDER_ANSWERS, PROVIDER_REFUSALS, keysOf, type LetterView, type ProviderAnswer } from '#libs/contracts';
import { call, command } from '../../api/client.js';
import { CommandForm, refusedAt } from '../../parts/command-form.js';
import { SelectField, TextArea, TextField } from '../../parts/field.js';
import { Failed, Loading } from '../../parts/states.js';
import { toast } from '../../parts/toasts.js';
import { useFormats } from '../../words/formats.js';
import { useTerm, useWords } from '../../words/language.js';
import { letterWords } from '../../words/letters-out.js';
import { today } from '../../parts/days.js';

interface FormProps {
  readonly letter: LetterView;
  readonly done: () => void;
}

/** On which day the letter left, and how. */
export const SentForm = ({ letter, done }: FormProps) => {
  const words = useWords(letterWords);
  const [sentOn, setSentOn] = useState(today);
  const [way, setWay] = useState('');
  const save = useMutation({
    mutationFn: () =>
      command('letterSent', `/letters/${letter.id}/sent`, {
        body: { sentOn, ...(way.trim() === '' ? {} : { way: way.trim() }) },
      }),
    onSuccess: () => {
      toast({ text: words.saved });
      done();
    },
  });
  return (
    <CommandForm sending={save} send={() => save.mutate()} button={words.save}>
      <TextField
        label={words.day}
        type="date"
        required
        value={sentOn}
        error={refusedAt(save.error, '/sentOn')}
        onChange={(event) => setSentOn(event.target.value)}
      />
      <TextField
        label={words.way}
        hint={words.wayHint}
        maxLength={200}
        value={way}
        onChange={(event) => setWay(event.target.value)}
      />
    </CommandForm>
  );
};

/** What the letter that came back says of each request. */
export const AnswerForm = ({ letter, done }: FormProps) => {
  const words = useWords(letterWords);
  const term = useTerm();
  const { number: count } = useFormats();
  const [incoming, setIncoming] = useState({ number: '', date: today() });
  const [said, setSaid] = useState<Readonly<Record<string, ProviderAnswer | ''>>>({});
  const [refused, setRefused] = useState<{ code: string; reason: string }>({ code: 'technical', reason: '' });
  const detail = useQuery({
    queryKey: ['letters', letter.id],
    queryFn: ({ signal }) => call('letter', `/letters/${letter.id}`, { signal }),
  });
  const answers = Object.entries(said).flatMap(([id, answer]) =>
    answer === '' ? [] : [{ id, answer, ...(answer === 'refused' ? refused : {}) }],
  );
  const save = useMutation({
    mutationFn: () => command('answers', `/letters/${letter.id}/answers`, { body: { incoming, answers } }),
    onSuccess: ({ outcomes }) => {
      const failed = outcomes.filter(({ ok }) => !ok).length;
      toast(failed === 0 ? { text: words.saved } : { text: words.some(count(failed)), tone: 'danger' });
      done();
    },
  });
  if (detail.isPending) return <Loading rows={3} />;
  if (detail.isError) return <Failed error={detail.error} retry={() => void detail.refetch()} />;
  const choices = keysOf(PROVIDER_ANSWERS).filter((answer) => (answer === 'lifted') === (letter.kind === 'lift'));
  return (
    <CommandForm sending={save} send={() => save.mutate()} button={words.save} disabled={answers.length === 0}>
      <TextField
        label={words.incoming}
        required
        maxLength={100}
        value={incoming.number}
        onChange={(event) => setIncoming({ ...incoming, number: event.target.value })}
      />
      <TextField
        label={words.incomingDay}
        type="date"
        required
        value={incoming.date}
        error={refusedAt(save.error, '/incoming/date')}
        onChange={(event) => setIncoming({ ...incoming, date: event.target.value })}
      />
      {detail.data.items.map(({ request, reference }) => (
        <SelectField
          key={request}
          label={words.answer(reference)}
          value={said[request] ?? ''}
          options={[
            { value: '', label: words.silent },
            ...choices.map((value) => ({ value, label: term(PROVIDER_ANSWERS, value) })),
          ]}
          onChange={(event) => setSaid({ ...said, [request]: event.target.value as ProviderAnswer | '' })}
        />
      ))}
      {answers.some(({ answer }) => answer === 'refused') && (
        <>
          <SelectField
            label={words.why}
            value={refused.code}
            options={keysOf(PROVIDER_REFUSALS).map((value) => ({ value, label: term(PROVIDER_REFUSALS, value) }))}
            onChange={(event) => setRefused({ ...refused, code: event.target.value })}
          />
          <TextArea
            label={words.explain}
            required
            maxLength={2_000}
            value={refused.reason}
            onChange={(event) => setRefused({ ...refused, reason: event.target.value })}
          />
        </>
      )}
    </CommandForm>
  );
};
