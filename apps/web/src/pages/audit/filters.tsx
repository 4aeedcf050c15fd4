import { keysOf, type ClosedList } from '#libs/contracts';
import { SelectField, TextField } from '../../parts/field.js';
import { auditWords } from '../../words/audit.js';
import { useTerm, useWords } from '../../words/language.js';

interface TermFilterProps<K extends string> {
  readonly label: string;
  readonly list: ClosedList<K>;
  readonly given: string | undefined;
  readonly choose: (to: string) => void;
}

/** One term of a closed list, or all of them. */
export const TermFilter = <K extends string>({ label, list, given, choose }: TermFilterProps<K>) => {
  const words = useWords(auditWords);
  const term = useTerm();
  return (
    <SelectField
      label={label}
      value={given ?? ''}
      onChange={({ target }) => choose(target.value)}
      options={[{ value: '', label: words.all }, ...keysOf(list).map((value) => ({ value, label: term(list, value) }))]}
    />
  );
};

interface PeriodFilterProps {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly choose: (part: Record<string, string>) => void;
}

/** From one day to another, both of them included. */
export const PeriodFilter = ({ from = '', to = '', choose }: PeriodFilterProps) => {
  const words = useWords(auditWords);
  return (
    <>
      <TextField
        label={words.fromDay}
        type="date"
        value={from}
        onChange={({ target }) => choose({ from: target.value })}
      />
      <TextField label={words.toDay} type="date" value={to} onChange={({ target }) => choose({ to: target.value })} />
    </>
  );
};
