import { useQuery } from '@tanstack/react-query';
import { CATEGORIES, type Category } from '#libs/contracts';
import { call } from '../../api/client.js';
import { holds, useMe } from '../../api/session.js';
import { SelectField, TextField } from '../../parts/field.js';
import { figuresWords } from '../../words/figures.js';
import { useFormats } from '../../words/formats.js';
import { useTerm, useWords } from '../../words/language.js';
import { dayAgo, today } from '../../parts/days.js';
import { BYS, PERS, RANGES, readAsked, type Asked } from './asked.js';

interface FigureFiltersProps {
  readonly asked: Asked;
  readonly per: string;
  readonly change: (to: Asked) => void;
}

export const FigureFilters = ({ asked, per, change }: FigureFiltersProps) => {
  const words = useWords(figuresWords);
  const term = useTerm();
  const { number } = useFormats();
  const auditor = holds(useMe(), 'auditor');
  const units = useQuery({
    queryKey: ['register', 'unit'],
    queryFn: ({ signal }) => call('register', '/registers/unit', { signal }),
    enabled: auditor,
    staleTime: 600_000,
  });
  const set = (part: Record<string, unknown>): void => change(readAsked({ ...asked, ...part }));
  const own = asked.from !== undefined;
  return (
    <div className="filter-row not-on-paper">
      <SelectField
        label={words.range}
        value={own ? 'own' : String(asked.days ?? 30)}
        onChange={({ target }) =>
          set(
            target.value === 'own'
              ? { days: undefined, from: dayAgo(29), to: today() }
              : { days: target.value, from: undefined, to: undefined },
          )
        }
        options={[
          ...RANGES.map((range) => ({ value: String(range), label: words.last(number(range)) })),
          { value: 'own', label: words.ownRange },
        ]}
      />
      {own && (
        <>
          <TextField
            label={words.from}
            type="date"
            value={asked.from ?? ''}
            onChange={({ target }) => set({ from: target.value })}
          />
          <TextField
            label={words.to}
            type="date"
            value={asked.to ?? today()}
            onChange={({ target }) => set({ to: target.value })}
          />
        </>
      )}
      <SelectField
        label={words.per}
        value={per}
        onChange={({ target }) => set({ per: target.value })}
        options={PERS.map((value) => ({ value, label: words[value] }))}
      />
      <SelectField
        label={words.by}
        value={asked.by ?? ''}
        onChange={({ target }) => set({ by: target.value })}
        options={[{ value: '', label: words.noSplit }, ...BYS.map((value) => ({ value, label: words[value] }))]}
      />
      <SelectField
        label={words.onlyCategory}
        value={asked.category ?? ''}
        onChange={({ target }) => set({ category: target.value })}
        options={[
          { value: '', label: words.all },
          ...(Object.keys(CATEGORIES) as Category[]).map((value) => ({ value, label: term(CATEGORIES, value) })),
        ]}
      />
      {auditor && (
        <SelectField
          label={words.onlyUnit}
          value={asked.unit ?? ''}
          onChange={({ target }) => set({ unit: target.value })}
          options={[
            { value: '', label: words.all },
            ...(units.data?.items ?? []).map(({ id, value }) => ({
              value: id,
              label: typeof value?.['name'] === 'string' ? value['name'] : id,
            })),
          ]}
        />
      )}
    </div>
  );
};
