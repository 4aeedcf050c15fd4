import { z } from 'zod';
import { category, instant, uuid } from '../events/shapes.js';
import { DISMISSAL_OUTCOMES, REGISTER_KINDS, SAMPLE_KINDS, keysOf } from '../vocabulary/index.js';
import { after, cursor, pageLimit } from './common.js';

const id = z.string().min(1).max(200);
const moment = z.iso.datetime({ offset: true });
const page = { cursor: cursor.optional(), limit: pageLimit, after };
const period = { from: moment.optional(), to: moment.optional() };
const paged = { cursor: z.string().optional(), stale: z.boolean().optional() };

// --- samples ----------------------------------------------------------------------------------------------------------

/** `kinds`: only cases to which one of these ever happened; without it every case opened in the period. */
export const DrawSample = z
  .strictObject({
    from: moment,
    to: moment,
    size: z.int().min(1).max(500),
    kinds: z
      .array(z.enum(keysOf(SAMPLE_KINDS)))
      .min(1)
      .optional(),
  })
  .meta({ id: 'DrawSample' });

/**
 * `seed` is the leaf hash (hex) of the event at `position`. The population: cases whose `CaseOpened` was recorded in the period and
 * before `position`. Drawn: those with the smallest SHA-256(seed bytes, case id in lower case), ascending.
 */
export const Sample = z
  .object({
    sampleId: uuid,
    position: z.int(),
    drawnAt: instant,
    drawnBy: id,
    from: instant,
    to: instant,
    size: z.int(),
    kinds: z.array(z.enum(keysOf(SAMPLE_KINDS))).nullable(),
    nonce: z.string(),
    seed: z.string(),
    population: z.int(),
    items: z.array(
      z.object({ caseId: uuid, rank: z.string(), openedAt: instant, unit: id, category: category.nullable() }),
    ),
  })
  .meta({ id: 'Sample' });
export const SampleList = z
  .object({
    items: z.array(Sample.omit({ items: true, seed: true, population: true })),
    ...paged,
  })
  .meta({ id: 'SampleList' });
export const SampleListQuery = z.strictObject(page);

// --- who read what -----------------------------------------------------------------------------------------------------

export const ReadsQuery = z.strictObject({ case: uuid.optional(), person: id.optional(), ...page });
export const CaseRead = z
  .object({
    position: z.int(),
    at: instant,
    app: z.string(),
    actor: z.object({ kind: z.string(), id: z.string(), unit: z.string().nullable() }),
    what: z.enum(['viewed', 'revealed', 'exported']),
    case: z.string().nullable(),
    /** What was revealed, or the purpose of an export. */
    detail: z.string().nullable(),
  })
  .meta({ id: 'CaseRead' });
export const CaseReadList = z.object({ items: z.array(CaseRead), ...paged }).meta({ id: 'CaseReadList' });

// --- changed registers ----------------------------------------------------------------------------------------------------

export const RegisterChangesQuery = z.strictObject({
  ...period,
  kind: z.enum(keysOf(REGISTER_KINDS)).optional(),
  ...page,
});
const value = z.record(z.string(), z.unknown()).nullable();
export const AuditRegisterChange = z
  .object({
    position: z.int(),
    at: instant,
    step: z.enum(['proposed', 'approved', 'rejected', 'retired']),
    kind: z.enum(keysOf(REGISTER_KINDS)),
    entry: id,
    changeId: uuid,
    proposedBy: id.nullable(),
    by: id,
    unit: id.nullable(),
    reason: z.string().nullable(),
    /** What counted until then; null where there was nothing. */
    before: value,
    after: value,
  })
  .meta({ id: 'AuditRegisterChange' });
export const AuditRegisterChangeList = z
  .object({ items: z.array(AuditRegisterChange), ...paged })
  .meta({ id: 'AuditRegisterChangeList' });

// --- dismissed cases ------------------------------------------------------------------------------------------------------

const outcome = z.enum(keysOf(DISMISSAL_OUTCOMES));
export const DismissalsQuery = z.strictObject({
  ...period,
  outcome: outcome.optional(),
  unit: id.optional(),
  person: id.optional(),
  ...page,
});
export const Dismissal = z
  .object({
    position: z.int(),
    at: instant,
    caseId: uuid,
    unit: id,
    category: category.nullable(),
    outcome,
    person: id,
    proposedBy: id.nullable(),
    reports: z.int(),
    openedAt: instant,
    reopenedAt: instant.nullable(),
  })
  .meta({ id: 'Dismissal' });
export const DismissalList = z.object({ items: z.array(Dismissal), ...paged }).meta({ id: 'DismissalList' });

// --- live compared with rebuilt -------------------------------------------------------------------------------------------

/** `keys` of rows, never rows: they may hold clear text. The count is complete, the list is cut. */
export const ComparedModel = z
  .object({
    name: z.string(),
    rows: z.int(),
    events: z.int(),
    different: z.int(),
    differences: z.array(
      z.object({
        table: z.string(),
        kind: z.enum(['missing', 'unexpected', 'changed']),
        key: z.string(),
        columns: z.array(z.string()),
      }),
    ),
    error: z.string().nullable(),
  })
  .meta({ id: 'ComparedModel' });

/** `equal`: every table is what the log gives; null until it is known. `interrupted`: the process ended before the run did. */
export const Comparison = z
  .object({
    state: z.enum(['never', 'running', 'done', 'failed', 'interrupted']),
    startedAt: instant.nullable(),
    startedBy: id.nullable(),
    finishedAt: instant.nullable(),
    done: z.int(),
    total: z.int(),
    current: z.string().nullable(),
    equal: z.boolean().nullable(),
    models: z.array(ComparedModel),
    error: z.string().nullable(),
  })
  .meta({ id: 'Comparison' });

export type ComparedModel = z.infer<typeof ComparedModel>;
export type Comparison = z.infer<typeof Comparison>;
export type DrawSample = z.infer<typeof DrawSample>;
export type Sample = z.infer<typeof Sample>;
export type SampleList = z.infer<typeof SampleList>;
export type SampleListQuery = z.infer<typeof SampleListQuery>;
export type ReadsQuery = z.infer<typeof ReadsQuery>;
export type CaseRead = z.infer<typeof CaseRead>;
export type CaseReadList = z.infer<typeof CaseReadList>;
export type RegisterChangesQuery = z.infer<typeof RegisterChangesQuery>;
export type AuditRegisterChange = z.infer<typeof AuditRegisterChange>;
export type AuditRegisterChangeList = z.infer<typeof AuditRegisterChangeList>;
export type DismissalsQuery = z.infer<typeof DismissalsQuery>;
export type Dismissal = z.infer<typeof Dismissal>;
export type DismissalList = z.infer<typeof DismissalList>;
