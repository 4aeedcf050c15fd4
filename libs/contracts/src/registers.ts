import { z } from 'zod';
import { instant } from './events/shapes.js';
import {
  ACTIONS,
  CATEGORIES,
  PRIORITIES,
  PROVIDER_KINDS,
  ROLES,
  STEPS,
  UNIT_KINDS,
  WORK_POLICIES,
  keysOf,
  type RegisterKind,
} from './vocabulary/index.js';

/** Lower-case ASCII words joined by hyphens; ids of register entries are read by people. */
export const entryId = z
  .string()
  .regex(/^[a-z0-9]+(?:[-.][a-z0-9]+)*$/)
  .max(120);

const validity = { validFrom: instant, validTo: instant.nullable() };
const action = z.enum(keysOf(ACTIONS));
const category = z.enum(keysOf(CATEGORIES));

/**
 * One entry of each register. Every entry is dated: what counted in March can still be said in November. Entries that
 * could lead to an order take two administrators from different units.
 */
export const REGISTERS = {
  unit: z.strictObject({
    ...validity,
    name: z.string().min(1).max(300),
    kind: z.enum(keysOf(UNIT_KINDS)),
    province: entryId.nullable(),
    superior: entryId.nullable(),
    /** The unit that compiles this one's periodic reports. */
    compiler: entryId.nullable(),
    /** Provinces and departments were merged in 2025: whoever took over. */
    successors: z.array(entryId),
  }),
  person: z.strictObject({
    ...validity,
    login: z.string().regex(/^[a-z0-9][a-z0-9._-]{1,62}$/),
    name: z.string().min(1).max(200),
    unit: entryId,
    roles: z.array(z.enum(keysOf(ROLES))).min(1),
    /** Two accounts of one human being carry the same value; four-eyes rules compare it. */
    human: entryId,
    /** Signs for (ký thay, uỷ quyền) another approver between the dates of this entry. */
    delegateOf: entryId.nullable(),
  }),
  province: z.strictObject({ ...validity, name: z.string().min(1), successors: z.array(entryId) }),
  provider: z.strictObject({
    ...validity,
    name: z.string().min(1).max(300),
    kind: z.enum(keysOf(PROVIDER_KINDS)),
    /** What its equipment can do; the rest is "not expressible here". */
    expresses: z.array(action).min(1),
    /** Platform names of `libs/target` whose content this provider holds. */
    platforms: z.array(z.string()),
    provinces: z.array(entryId).nullable(),
    sandbox: z.boolean(),
    contact: z.string().max(300),
    /** Whether whoever has its notice or letter may answer by link; absent: as the installation does (ADR 43). */
    answersByLink: z.boolean().optional(),
  }),
  'legal-basis': z.strictObject({
    ...validity,
    citation: z.string().min(1).max(500),
    title: z.string().min(1).max(1000),
    categories: z.array(category).min(1),
    actions: z.array(action).min(1),
  }),
  competence: z.strictObject({
    ...validity,
    unit: entryId,
    actions: z.array(action).min(1),
    legalBases: z.array(entryId).min(1),
    categories: z.array(category).min(1),
  }),
  deadline: z.strictObject({
    ...validity,
    step: z.enum(keysOf(STEPS)),
    /** Null: for every priority. */
    priority: z.enum(keysOf(PRIORITIES)).nullable(),
    minutes: z.int().positive(),
    source: z.string().min(1),
  }),
  guard: z.strictObject({
    ...validity,
    name: z.string().min(1).max(253),
    source: z.string().min(1).max(500),
    why: z.string().max(500),
  }),
  policy: z.strictObject({
    ...validity,
    name: z.enum(keysOf(WORK_POLICIES)),
    /** Null: for every unit. */
    unit: entryId.nullable(),
    value: z.int().min(0).max(1_000_000),
    source: z.string().min(1).max(500),
  }),
} as const satisfies Record<RegisterKind, z.ZodType>;

export type RegisterEntry<K extends RegisterKind> = z.infer<(typeof REGISTERS)[K]>;
export type Unit = RegisterEntry<'unit'>;
export type Person = RegisterEntry<'person'>;
export type Provider = RegisterEntry<'provider'>;
export type LegalBasis = RegisterEntry<'legal-basis'>;
export type Competence = RegisterEntry<'competence'>;
export type Deadline = RegisterEntry<'deadline'>;
export type GuardEntry = RegisterEntry<'guard'>;
export type Policy = RegisterEntry<'policy'>;
