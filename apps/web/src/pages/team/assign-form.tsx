import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CaseSummary } from '#libs/contracts';
import { call, command } from '../../api/client.js';
import { CASES } from '../../api/keys.js';
import { Refusal } from '../../api/refusal.js';
import { useMe } from '../../api/session.js';
import { TargetLine } from '../../parts/defanged-target.js';
import { SelectField, TextArea } from '../../parts/field.js';
import { Pill } from '../../parts/pill.js';
import { toast } from '../../parts/toasts.js';
import { useUnsent } from '../../parts/unsent.js';
import { useFormats } from '../../words/formats.js';
import { useWords } from '../../words/language.js';
import { teamWords } from '../../words/team.js';

type To = 'person' | 'unit';

const nameOf = (value: Readonly<Record<string, unknown>> | null, id: string): string =>
  typeof value?.['name'] === 'string' ? value['name'] : id;

/** Each case is its own decision on its own version: what is refused stays in the list with the reason. */
export const AssignForm = ({ cases, done }: { readonly cases: readonly CaseSummary[]; readonly done: () => void }) => {
  const words = useWords(teamWords);
  const { number } = useFormats();
  const me = useMe();
  const queries = useQueryClient();
  const [to, setTo] = useState<To>('person');
  const [person, setPerson] = useState<string>();
  const [unit, setUnit] = useState<string>();
  const [reason, setReason] = useState('');
  const [refused, setRefused] = useState<ReadonlyMap<string, string>>(new Map());
  useUnsent(reason !== '');
  const people = useQuery({
    queryKey: ['colleagues', 'own'],
    queryFn: ({ signal }) => call('colleagues', '/colleagues', { signal }),
    staleTime: 300_000,
  });
  const units = useQuery({
    queryKey: ['registers', 'unit', 'choice'],
    queryFn: ({ signal }) => call('register', '/registers/unit', { signal }),
    staleTime: 300_000,
    enabled: to === 'unit',
  });
  const others = (units.data?.items ?? []).filter(({ id }) => id !== me.unit);
  const workers = (people.data?.items ?? []).filter(
    ({ roles }) => roles.includes('analyst') || roles.includes('approver'),
  );
  const body = to === 'person' ? { person: person ?? workers[0]?.id, reason } : { unit: unit ?? others[0]?.id, reason };
  const assign = useMutation({
    mutationFn: async () => {
      const wrong = new Map<string, string>();
      for (const { id, version } of cases) {
        try {
          await command('caseCommand', `/cases/${id}/assign`, { body, version });
        } catch (error) {
          wrong.set(id, error instanceof Refusal ? error.title : String(error));
        }
      }
      return wrong;
    },
    onSuccess: (wrong) => {
      const good = number(cases.length - wrong.size);
      toast({ text: wrong.size === 0 ? words.assigned(good) : words.partly(good, number(wrong.size)) });
      setRefused(wrong);
      if (wrong.size === 0) {
        setReason('');
        done();
      }
    },
    onSettled: () => queries.invalidateQueries({ queryKey: CASES }),
  });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        assign.mutate();
      }}
    >
      <ul className="chosen-cases">
        {cases.map(({ id, target }) => (
          <li key={id}>
            <TargetLine target={target} />
            {refused.has(id) && <Pill tone="danger">{refused.get(id)}</Pill>}
          </li>
        ))}
      </ul>
      <SelectField
        label={words.to}
        value={to}
        options={[
          { value: 'person', label: words.person },
          { value: 'unit', label: words.unit },
        ]}
        onChange={(event) => setTo(event.target.value === 'unit' ? 'unit' : 'person')}
      />
      {to === 'person' ? (
        <SelectField
          label={words.person}
          value={body.person ?? ''}
          options={workers.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(event) => setPerson(event.target.value)}
        />
      ) : (
        <SelectField
          label={words.unit}
          hint={units.isError ? words.noUnits : undefined}
          value={body.unit ?? ''}
          options={others.map(({ id, value }) => ({ value: id, label: nameOf(value, id) }))}
          onChange={(event) => setUnit(event.target.value)}
        />
      )}
      <TextArea
        label={words.reason}
        required
        minLength={3}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <button type="submit" className="button main" disabled={assign.isPending || cases.length === 0}>
        {words.doAssign(number(cases.length))}
      </button>
    </form>
  );
};
