import {
  REGISTERS,
  type Person,
  type ProblemCode,
  type RegisterEntry,
  type RegisterKind,
  type Role,
} from '#libs/contracts';
import type { RegisterBook } from './register-book.js';

/** What of a value does not fit the other entries: a refusal and, where one field is to blame, its JSON pointer. */
export interface Misfit {
  readonly refusal: Extract<
    ProblemCode,
    | 'unknown-entry'
    | 'login-taken'
    | 'second-person-needed'
    | 'roles-conflict'
    | 'last-administrators'
    | 'invalid-value'
  >;
  readonly pointer: string;
}

type Book = Pick<RegisterBook, 'ids' | 'newest'>;

/** Roles that decide about cases; nobody combines them with administering or auditing [domain.md, Who]. */
const DECIDING: ReadonlySet<Role> = new Set<Role>(['analyst', 'approver', 'referral-recipient']);

/**
 * Checks a value against the rest of the registers: what it refers to exists, its period is one, a login is one person's for
 * ever, and no human being decides under one account and administers or audits under another.
 */
export function misfitOf<K extends RegisterKind>(
  kind: K,
  entry: string,
  value: RegisterEntry<K>,
  book: Book,
): Misfit | undefined {
  const { validFrom, validTo } = value;
  if (validTo !== null && validTo <= validFrom) return { refusal: 'invalid-value', pointer: '/value/validTo' };
  const missing = references(kind, value).find(
    ([, to, id]) => id !== null && !(to === kind && id === entry) && book.newest(to, id) === undefined,
  );
  if (missing) return { refusal: 'unknown-entry', pointer: `/value/${missing[0]}` };
  return kind === 'person' ? misfitOfPerson(entry, value as Person, book) : undefined;
}

/** [field, kind, id] of every entry a value names. */
function references<K extends RegisterKind>(kind: K, value: RegisterEntry<K>): [string, RegisterKind, string | null][] {
  const all = value as Partial<Record<string, unknown>>;
  const one = (field: string, to: RegisterKind): [string, RegisterKind, string | null][] => [
    [field, to, (all[field] as string | null | undefined) ?? null],
  ];
  const many = (field: string, to: RegisterKind): [string, RegisterKind, string | null][] =>
    ((all[field] as string[] | null | undefined) ?? []).map((id) => [field, to, id]);
  switch (kind) {
    case 'unit':
      return [
        ...one('province', 'province'),
        ...one('superior', 'unit'),
        ...one('compiler', 'unit'),
        ...many('successors', 'unit'),
      ];
    case 'person':
      return [...one('unit', 'unit'), ...one('delegateOf', 'person')];
    case 'province':
      return many('successors', 'province');
    case 'provider':
      return many('provinces', 'province');
    case 'competence':
      return [...one('unit', 'unit'), ...many('legalBases', 'legal-basis')];
    case 'policy':
      return one('unit', 'unit');
    case 'legal-basis':
    case 'deadline':
    case 'guard':
      return [];
  }
  return kind satisfies never;
}

function misfitOfPerson(entry: string, person: Person, book: Book): Misfit | undefined {
  const others = book.ids('person').flatMap((id) => {
    const other = id === entry ? undefined : book.newest('person', id);
    return other ? [other] : [];
  });
  if (others.some((other) => other.login === person.login)) return { refusal: 'login-taken', pointer: '/value/login' };
  const roles = [person, ...others.filter((other) => other.human === person.human)].flatMap((account) => account.roles);
  return combinesDecidingWithOther(roles) ? { refusal: 'roles-conflict', pointer: '/value/roles' } : undefined;
}

const combinesDecidingWithOther = (roles: readonly Role[]): boolean =>
  [roles.some((role) => DECIDING.has(role)), roles.includes('administrator'), roles.includes('auditor')].filter(Boolean)
    .length > 1;

/**
 * Whether two administrators of two units and two human beings would still be valid at `moment` if this person's entry
 * became `value` (null: retired). With fewer nothing could ever be approved again.
 */
export function leavesTwoAdministrators(
  entry: string,
  value: Person | null,
  administrators: readonly (Person & { readonly id: string })[],
): boolean {
  const after = administrators.filter(({ id }) => id !== entry);
  const left: Person[] = value?.roles.includes('administrator') && value.validTo === null ? [...after, value] : after;
  return left.some((a) => left.some((b) => a.human !== b.human && a.unit !== b.unit));
}

/** The value checked against its kind's schema, or what is wrong with it. */
export const parseValue = (kind: RegisterKind, value: unknown) => REGISTERS[kind].safeParse(value);
