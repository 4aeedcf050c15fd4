import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call, command } from '../../api/client.js';
import { CommandForm, refusedAt } from '../../parts/command-form.js';
import { SelectField, TextField } from '../../parts/field.js';
import { toast } from '../../parts/toasts.js';
import { ZONE } from '../../words/formats.js';
import { useWords } from '../../words/language.js';
import { teamWords } from '../../words/team.js';

/** A moment as `<input type=datetime-local>` writes it, in Vietnam's time wherever the browser is. */
const localOf = (at: Date): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short', timeStyle: 'short' })
    .format(at)
    .replace(' ', 'T');
/** Vietnam has had one offset without summer time since 1975. */
const momentOf = (local: string): string => new Date(`${local}:00+07:00`).toISOString();

const HOUR = 3_600_000;
const start = (): Date => new Date(Math.floor(Date.now() / HOUR) * HOUR);

/** Somebody of one's own unit for a period; half a day from now unless something else is chosen. */
export const ShiftForm = ({ done }: { readonly done: () => void }) => {
  const words = useWords(teamWords);
  const people = useQuery({
    queryKey: ['colleagues', 'own'],
    queryFn: ({ signal }) => call('colleagues', '/colleagues', { signal }),
    staleTime: 300_000,
  });
  const [person, setPerson] = useState<string>();
  const [from, setFrom] = useState(() => localOf(start()));
  const [until, setUntil] = useState(() => localOf(new Date(start().getTime() + 12 * HOUR)));
  const chosen = person ?? people.data?.items[0]?.id;
  const save = useMutation({
    mutationFn: () =>
      command('onCallSet', '/on-call', {
        body: { person: chosen, from: momentOf(from), until: momentOf(until) },
      }),
    onSuccess: () => {
      toast({ text: words.added });
      done();
    },
  });
  return (
    <CommandForm sending={save} send={() => save.mutate()} button={words.add} disabled={chosen === undefined}>
      <SelectField
        label={words.who}
        value={chosen ?? ''}
        options={(people.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        error={refusedAt(save.error, '/person')}
        onChange={(event) => setPerson(event.target.value)}
      />
      <TextField
        label={words.from}
        type="datetime-local"
        required
        value={from}
        error={refusedAt(save.error, '/from')}
        onChange={(event) => setFrom(event.target.value)}
      />
      <TextField
        label={words.until}
        type="datetime-local"
        required
        min={from}
        value={until}
        error={refusedAt(save.error, '/until')}
        onChange={(event) => setUntil(event.target.value)}
      />
    </CommandForm>
  );
};
