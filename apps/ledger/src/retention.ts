import { deleteOld } from '#libs/process';
import type { RetentionRule } from '#libs/process';

/** The newest run stays, however old: it is what the auditor's page shows. */
export const retention: readonly RetentionRule[] = [
  {
    name: 'comparisons',
    tables: ['ledger_comparison.run'],
    statement: deleteOld(
      'ledger_comparison.run',
      `o.started_at < now() - $1::interval and o.started_at < (select max(started_at) from ledger_comparison.run)`,
    ),
  },
];
