import { z } from 'zod';

/** What is not kept for ever, how long it is kept (days), and the least that the product can work with. */
const PERIODS = {
  rejects: { days: 14, least: 1 },
  imports: { days: 90, least: 1 },
  notices: { days: 90, least: 7 },
  sandbox: { days: 30, least: 2 },
  looks: { days: 30, least: 7 },
  comparisons: { days: 365, least: 1 },
  // An approver may ask for their own figures of a year.
  'approval-looks': { days: 400, least: 367 },
  invitations: { days: 90, least: 1 },
  'setup-links': { days: 30, least: 1 },
  sessions: { days: 1, least: 1 },
} as const;

export type RetentionName = keyof typeof PERIODS;

/** Whole days that each kind of row is kept after it was needed last. */
export type RetentionDays = Readonly<Record<RetentionName, number>>;

const LONGEST = 3_650;
const names = Object.keys(PERIODS) as RetentionName[];
const defaults = Object.fromEntries(names.map((name) => [name, PERIODS[name].days])) as Record<RetentionName, number>;

/**
 * The periods of an installation: `rejects=7,imports=30`; what is not named keeps its default. An unknown name, a name given twice and a period that is
 * no whole number within its bounds are problems: a period that was mistyped must not keep personal data for longer than meant.
 */
export const retentionDays = z
  .string()
  .default('')
  .transform((text, ctx): RetentionDays => {
    const days = { ...defaults };
    const seen = new Set<string>();
    for (const part of text.split(',').map((each) => each.trim())) {
      if (part === '') continue;
      const [, given = '', number = ''] = /^([a-z-]+)=(\d{1,5})$/.exec(part) ?? [];
      const name = names.find((each) => each === given);
      const value = Number(number);
      if (name === undefined) ctx.addIssue(`must be NAME=DAYS[,…] with names of ${names.join(', ')}`);
      else if (seen.has(name)) ctx.addIssue(`names ${name} twice`);
      else if (value < PERIODS[name].least || value > LONGEST)
        ctx.addIssue(`${name} must be ${String(PERIODS[name].least)} to ${String(LONGEST)} days`);
      else days[name] = value;
      seen.add(given);
    }
    return days;
  });
