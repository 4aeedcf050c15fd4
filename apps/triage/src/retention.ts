import { deleteOld } from '#libs/process';
import type { RetentionRule } from '#libs/process';

/** Approvers' own figures reach back a year at most. What lapses within minutes is swept where it is written. */
export const retention: readonly RetentionRule[] = [
  {
    name: 'approval-looks',
    tables: ['triage.approval_look'],
    statement: deleteOld('triage.approval_look', `o.first_at < now() - $1::interval`),
  },
];
