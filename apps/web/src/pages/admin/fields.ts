import {
  ACTIONS,
  CATEGORIES,
  PRIORITIES,
  PROVIDER_KINDS,
  ROLES,
  STEPS,
  UNIT_KINDS,
  WORK_POLICIES,
  type ClosedList,
  type RegisterKind,
} from '#libs/contracts';

/** How a field of a register entry is filled in. `none`: may stay empty, and is null then. */
export type FieldKind =
  | { readonly is: 'text' | 'long' | 'number' | 'lines'; readonly none?: true }
  /** `absent`: what an entry means that was made without it; no without. */
  | { readonly is: 'yes-no'; readonly absent?: true; readonly none?: true }
  | { readonly is: 'one' | 'some'; readonly list: ClosedList<string>; readonly none?: true }
  | { readonly is: 'entry' | 'entries'; readonly of: RegisterKind; readonly none?: true };

const text = { is: 'text' } as const;
const one = (list: ClosedList<string>) => ({ is: 'one', list }) as const;
const some = (list: ClosedList<string>) => ({ is: 'some', list }) as const;
const entry = (of: RegisterKind) => ({ is: 'entry', of }) as const;
const entries = (of: RegisterKind) => ({ is: 'entries', of }) as const;

/** The fields of each register in the order people fill them in; validity comes last, on every one. */
export const FIELDS: Readonly<Record<RegisterKind, Readonly<Record<string, FieldKind>>>> = {
  unit: {
    name: text,
    kind: one(UNIT_KINDS),
    province: { ...entry('province'), none: true },
    superior: { ...entry('unit'), none: true },
    compiler: { ...entry('unit'), none: true },
    successors: entries('unit'),
  },
  person: {
    name: text,
    login: text,
    unit: entry('unit'),
    roles: some(ROLES),
    human: text,
    delegateOf: { ...entry('person'), none: true },
  },
  province: { name: text, successors: entries('province') },
  provider: {
    name: text,
    kind: one(PROVIDER_KINDS),
    expresses: some(ACTIONS),
    platforms: { is: 'lines' },
    provinces: { ...entries('province'), none: true },
    sandbox: { is: 'yes-no' },
    contact: text,
    answersByLink: { is: 'yes-no', absent: true },
  },
  'legal-basis': { citation: text, title: { is: 'long' }, categories: some(CATEGORIES), actions: some(ACTIONS) },
  competence: {
    unit: entry('unit'),
    actions: some(ACTIONS),
    legalBases: entries('legal-basis'),
    categories: some(CATEGORIES),
  },
  deadline: {
    step: one(STEPS),
    priority: { ...one(PRIORITIES), none: true },
    minutes: { is: 'number' },
    source: text,
  },
  guard: { name: text, source: text, why: { is: 'long' } },
  policy: {
    name: one(WORK_POLICIES),
    unit: { ...entry('unit'), none: true },
    value: { is: 'number' },
    source: text,
  },
};

/** What a list of the register shows beside the id. */
export const COLUMNS: Readonly<Record<RegisterKind, readonly string[]>> = {
  unit: ['name', 'kind', 'superior'],
  person: ['name', 'unit', 'roles'],
  province: ['name', 'successors'],
  provider: ['name', 'kind', 'contact'],
  'legal-basis': ['citation', 'title'],
  competence: ['unit', 'actions', 'legalBases'],
  deadline: ['step', 'priority', 'minutes'],
  guard: ['name', 'source', 'why'],
  policy: ['name', 'unit', 'value'],
};
