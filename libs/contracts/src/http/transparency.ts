import { z } from 'zod';

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

/** Months in Việt Nam's time, both included; without them the last twelve. */
export const TransparencyQuery = z.strictObject({ from: month.optional(), to: month.optional() });

export const FIGURES = [
  'reports',
  'cases',
  'dismissals',
  'orders',
  'orders-refused',
  'letters',
  'enforcements',
  'provider-refusals',
  'lifts',
  'reviews',
  'attempts-refused',
  'settings-changed',
  'self-reports',
] as const;

/**
 * One count of one month. `by` names what the break-down is by (channel, outcome, category, …). A break-down of one or two is
 * null, so that nobody is found through it; totals are exact.
 */
export const TransparencyFigure = z
  .object({
    month: z.string(),
    figure: z.enum(FIGURES),
    total: z.int(),
    by: z.record(z.string(), z.int().nullable()),
  })
  .meta({ id: 'TransparencyFigure' });
export const Transparency = z
  .object({ from: z.string(), to: z.string(), items: z.array(TransparencyFigure) })
  .meta({ id: 'Transparency' });

export type TransparencyQuery = z.infer<typeof TransparencyQuery>;
export type Figure = (typeof FIGURES)[number];
export type Transparency = z.infer<typeof Transparency>;
