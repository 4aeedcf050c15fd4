import { Person, Provider, Unit } from '../../parts/named.js';
import { SafeText } from '../../parts/safe-text.js';
import { useFieldValue } from '../../words/fields.js';

const NAMED = {
  person: Person,
  by: Person,
  proposedBy: Person,
  approvedBy: Person,
  assignee: Person,
  to: Person,
  unit: Unit,
  authority: Unit,
  provider: Provider,
  providers: Provider,
} as const;
const isNamed = (field: string): field is keyof typeof NAMED => Object.hasOwn(NAMED, field);

/** A stored value as people read it: ids of people, units and providers by name, the rest in words or as it is. */
export const FieldValue = ({ field, value }: { readonly field: string; readonly value: unknown }) => {
  const show = useFieldValue();
  const ids = Array.isArray(value) ? value : [value];
  if (!isNamed(field) || ids.some((id) => typeof id !== 'string')) return <SafeText>{show(field, value)}</SafeText>;
  const Named = NAMED[field];
  return (
    <>
      {(ids as string[]).map((id, index) => (
        <span key={id}>
          {index > 0 && ', '}
          <Named id={id} />
        </span>
      ))}
    </>
  );
};
