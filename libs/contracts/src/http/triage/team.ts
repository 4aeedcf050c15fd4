import { z } from 'zod';
import { instant, uuid } from '../../events/shapes.js';
import { ROLES, STEPS, keysOf } from '../../vocabulary/index.js';
import { after } from '../common.js';

const id = z.string().min(1).max(200);

/** People of a unit that work can be given to. Without `unit` the caller's own; names are shown to staff only. */
export const ColleagueQuery = z.strictObject({ unit: id.optional(), role: z.enum(keysOf(ROLES)).optional() });
export const ColleagueList = z
  .object({
    items: z.array(
      z.object({
        id,
        name: z.string(),
        unit: id,
        roles: z.array(z.enum(keysOf(ROLES))),
        /** Signs for this approver (ký thay, uỷ quyền) between the two dates. */
        delegateOf: id.nullable(),
        validFrom: instant,
        validTo: instant.nullable(),
      }),
    ),
  })
  .meta({ id: 'ColleagueList' });

export const OnCallQuery = z.strictObject({
  unit: id.optional(),
  from: instant.optional(),
  until: instant.optional(),
  after,
});
export const OnCallShift = z
  .object({ id: uuid, unit: id, person: id, from: instant, until: instant, setBy: id })
  .meta({ id: 'OnCallShift' });
/** By time; `now` is who is on call at this moment, null when nobody is. */
export const OnCallList = z
  .object({ unit: id, now: id.nullable(), items: z.array(OnCallShift), stale: z.boolean().optional() })
  .meta({ id: 'OnCallList' });
/** Who is on call for pleas of help of the caller's unit; at most 31 days at once. */
export const SetOnCall = z
  .strictObject({ person: id, from: instant, until: instant })
  .refine(({ from, until }) => until > from && Date.parse(until) - Date.parse(from) <= 31 * 86_400_000, {
    path: ['until'],
    error: 'Thời gian trực phải dài hơn 0 và không quá 31 ngày / the shift must end after it begins, within 31 days',
  })
  .meta({ id: 'SetOnCall' });
export const OnCallResult = z.object({ id: uuid, position: z.int() }).meta({ id: 'OnCallResult' });

export const OverdueQuery = z.strictObject({ after });
/** One sheet: what is late, by the unit that answers for it. Cases are named as far as the caller may read them. */
export const OverdueSheet = z
  .object({
    at: instant,
    units: z.array(
      z.object({
        unit: id,
        name: z.string(),
        overdue: z.int(),
        steps: z.array(
          z.object({
            step: z.enum(keysOf(STEPS)),
            overdue: z.int(),
            /** Due the longest ago. */
            oldest: instant,
            /** The oldest ones. */
            cases: z.array(z.object({ id: uuid, dueAt: instant })),
          }),
        ),
      }),
    ),
    stale: z.boolean().optional(),
  })
  .meta({ id: 'OverdueSheet' });

export const ApproverFiguresQuery = z.strictObject({
  days: z.coerce.number().int().min(1).max(366).default(30),
  after,
});
/** An approver's own figures, for themself only: a share returned of 0 and seconds per decision say something. */
export const ApproverFigures = z
  .object({
    days: z.int(),
    approved: z.int(),
    returned: z.int(),
    passed: z.int(),
    /** Returned among approved and returned; null where there is neither. */
    shareReturned: z.number().nullable(),
    /** From the first look at a proposal to the decision, in seconds; null where nothing was decided after a look. */
    medianSeconds: z.number().nullable(),
    /** Decisions within 10 seconds of the first look. */
    withinTenSeconds: z.int(),
    stale: z.boolean().optional(),
  })
  .meta({ id: 'ApproverFigures' });

export type ColleagueQuery = z.infer<typeof ColleagueQuery>;
export type ColleagueList = z.infer<typeof ColleagueList>;
export type OnCallQuery = z.infer<typeof OnCallQuery>;
export type OnCallList = z.infer<typeof OnCallList>;
export type SetOnCall = z.infer<typeof SetOnCall>;
export type OnCallResult = z.infer<typeof OnCallResult>;
export type OverdueQuery = z.infer<typeof OverdueQuery>;
export type OverdueSheet = z.infer<typeof OverdueSheet>;
export type ApproverFiguresQuery = z.infer<typeof ApproverFiguresQuery>;
export type ApproverFigures = z.infer<typeof ApproverFigures>;
