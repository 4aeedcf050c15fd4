import type { ReactNode } from 'react';
import { CheckField, SelectField, TextArea, TextField, type Option } from '../../parts/field.js';
import { adminWords } from '../../words/admin.js';
import { useTerm, useWords } from '../../words/language.js';
import type { FieldKind } from './fields.js';
import { useChoices } from './queries.js';

interface EntryFieldProps {
  readonly label: string;
  readonly field: FieldKind;
  readonly value: unknown;
  readonly error?: string | undefined;
  readonly set: (to: unknown) => void;
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
const listOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

/** One field of a register entry, by its kind. */
export const EntryField = ({ label, field, value, error, set }: EntryFieldProps) => {
  const words = useWords(adminWords);
  const term = useTerm();
  const entries = useChoices('of' in field ? field.of : undefined);
  const options: Option[] =
    'list' in field ? Object.keys(field.list).map((key) => ({ value: key, label: term(field.list, key) })) : entries;
  const none = field.none === true;
  const required = !none;
  switch (field.is) {
    case 'text':
      return (
        <TextField
          label={label}
          error={error}
          required={required}
          value={textOf(value)}
          onChange={({ target }) => set(target.value)}
        />
      );
    case 'long':
      return (
        <TextArea label={label} error={error} value={textOf(value)} onChange={({ target }) => set(target.value)} />
      );
    case 'number':
      return (
        <TextField
          label={label}
          error={error}
          type="number"
          min={0}
          required={required}
          value={textOf(value)}
          onChange={({ target }) => set(target.value === '' ? '' : Number(target.value))}
        />
      );
    case 'yes-no':
      return (
        <CheckField
          label={label}
          checked={value === true || (value === undefined && field.absent === true)}
          onChange={({ target }) => set(target.checked)}
        />
      );
    case 'lines':
      return (
        <TextArea
          label={label}
          hint={words.listHint}
          error={error}
          value={listOf(value).join('\n')}
          onChange={({ target }) => set(target.value.split('\n').filter((line) => line !== ''))}
        />
      );
    case 'one':
    case 'entry':
      return (
        <SelectField
          label={label}
          error={error}
          required={required}
          value={textOf(value)}
          onChange={({ target }) => set(target.value === '' && none ? null : target.value)}
          options={[{ value: '', label: none ? words.nobody : '' }, ...options]}
        />
      );
    case 'some':
    case 'entries':
      return (
        <Several label={label} error={error}>
          {options.map(({ value: key, label: name }) => (
            <CheckField
              key={key}
              label={name}
              checked={listOf(value).includes(key)}
              onChange={({ target }) => {
                const rest = listOf(value).filter((one) => one !== key);
                const next = target.checked ? [...rest, key] : rest;
                set(next.length === 0 && none ? null : next);
              }}
            />
          ))}
        </Several>
      );
  }
};

const Several = ({
  label,
  error,
  children,
}: {
  readonly label: string;
  readonly error?: string | undefined;
  readonly children: ReactNode;
}) => (
  <fieldset className="choices several">
    <legend>{label}</legend>
    {error && <p className="error-line">{error}</p>}
    <div className="several-list">{children}</div>
  </fieldset>
);
