import { z } from 'zod';
import { uuid } from '../../events/shapes.js';
import {
  ACTIONS,
  CATEGORIES,
  MANDATE_CONDITIONS,
  NOT_EXPRESSIBLE_REASONS,
  REACH_EXTENTS,
  keysOf,
} from '../../vocabulary/index.js';
import { after } from '../common.js';

const id = z.string().min(1).max(200);

/** Without `category` the case's classification counts; without `legalBasis` the one that carries furthest, per action. */
export const VerdictQuery = z.strictObject({
  category: z.enum(keysOf(CATEGORIES)).optional(),
  legalBasis: id.optional(),
  targetIndex: z.coerce.number().int().min(0).default(0),
  after,
});

const competence = z.enum(['competent', 'authority', 'nobody', 'legal-basis-invalid']);
const provider = z.object({ id, name: z.string() });

/** What stands for and against one action before anybody proposes it. */
export const ActionVerdictView = z
  .object({
    action: z.enum(keysOf(ACTIONS)),
    /** True when a proposal that states what `conditions` ask for would be taken. */
    proposable: z.boolean(),
    /** What a request would name. */
    scope: z
      .object({ url: z.string().optional(), host: z.string().optional(), domain: z.string().optional() })
      .nullable(),
    /** Every wall in the way, by problem code. */
    walls: z.array(z.object({ code: z.string(), detail: z.string().nullable() })),
    guard: z.object({ name: z.string(), why: z.string() }).nullable(),
    mandate: z.object({
      allowed: z.boolean(),
      maxDays: z.int().nullable(),
      conditions: z.array(z.enum(keysOf(MANDATE_CONDITIONS))),
    }),
    /** `competent`: an order of this unit; `authority`: a letter to the unit named. */
    competence: z.object({
      verdict: competence,
      legalBasis: id.nullable(),
      authority: id.nullable(),
      authorityName: z.string().nullable(),
      why: z.string().nullable(),
    }),
    /** Every legal basis in force that covers category and action, and what it comes to for this unit. */
    legalBases: z.array(z.object({ id, citation: z.string(), verdict: competence, authority: id.nullable() })),
    /** What would become unreachable, and what else is known there in the whole installation. */
    reach: z.object({
      extent: z.enum(keysOf(REACH_EXTENTS)),
      name: z.string().nullable(),
      otherCases: z.int(),
      otherTargets: z.int(),
    }),
    providers: z.object({
      kind: z.enum(['requests', 'school-lists']),
      able: z.array(provider),
      unable: z.array(provider.extend({ reason: z.enum(keysOf(NOT_EXPRESSIBLE_REASONS)) })),
    }),
  })
  .meta({ id: 'ActionVerdict' });

export const CaseVerdicts = z
  .object({
    caseId: uuid,
    targetIndex: z.int(),
    category: z.enum(keysOf(CATEGORIES)),
    /** Narrowest first, all six. */
    actions: z.array(ActionVerdictView),
    stale: z.boolean().optional(),
  })
  .meta({ id: 'CaseVerdicts' });

export type VerdictQuery = z.infer<typeof VerdictQuery>;
export type ActionVerdictView = z.infer<typeof ActionVerdictView>;
export type CaseVerdicts = z.infer<typeof CaseVerdicts>;
