import { SafeText } from './safe-text.js';
import { area, useWords } from '../words/language.js';

type Value = Readonly<Record<string, unknown>> | null;

const changeWords = area(
  { field: 'Trường', before: 'Trước', after: 'Sau', nothing: '(không có)', same: 'Không đổi giá trị nào' },
  { field: 'Field', before: 'Before', after: 'After', nothing: '(none)', same: 'No value changes' },
);

const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.map(textOf).join(', ') : JSON.stringify(value);
};

interface FieldChangesProps {
  readonly before: Value;
  readonly after: Value;
  readonly nameOf?: (field: string) => string;
  /** A value as people read it; by default as it is stored. */
  readonly show?: (field: string, value: unknown) => string;
}

/** What a change changes, field by field; nothing that stays. */
export const FieldChanges = ({ before, after, nameOf, show }: FieldChangesProps) => {
  const words = useWords(changeWords);
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].filter(
    (field) => textOf(before?.[field]) !== textOf(after?.[field]),
  );
  if (fields.length === 0) return <p className="soft">{words.same}</p>;
  const shown = (field: string, value: unknown): string =>
    textOf(value) === '' ? '' : (show?.(field, value) ?? textOf(value));
  const side = (field: string, value: unknown) => {
    const text = shown(field, value);
    return text === '' ? <span className="soft">{words.nothing}</span> : <SafeText>{text}</SafeText>;
  };
  return (
    <dl className="changes">
      {fields.map((field) => (
        <div key={field}>
          <dt>{nameOf?.(field) ?? field}</dt>
          <dd>
            {before !== null && (
              <del>
                <span className="unseen">{words.before}: </span>
                {side(field, before[field])}
              </del>
            )}
            {after !== null && (
              <ins>
                <span className="unseen">{words.after}: </span>
                {side(field, after[field])}
              </ins>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
};
