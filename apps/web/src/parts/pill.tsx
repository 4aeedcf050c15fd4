import type { ReactNode } from 'react';
import { CASE_STATUSES, PRIORITIES, type CaseStatus, type Priority } from '#libs/contracts';
import { useTerm } from '../words/language.js';

export type Tone = 'quiet' | 'notice' | 'success' | 'warning' | 'danger';

/** A short word with a tone; the word carries the meaning, the colour only repeats it. */
export const Pill = ({ tone = 'quiet', children }: { readonly tone?: Tone; readonly children: ReactNode }) => (
  <span className={`pill ${tone}`}>{children}</span>
);

const STATUS_TONES: Readonly<Record<CaseStatus, Tone>> = {
  open: 'notice',
  'awaiting-approval': 'warning',
  'awaiting-dismissal': 'warning',
  approved: 'success',
  'letter-sent': 'notice',
  'in-force': 'success',
  dismissed: 'quiet',
  merged: 'quiet',
  closed: 'quiet',
};
export const StatusPill = ({ status }: { readonly status: CaseStatus }) => (
  <Pill tone={STATUS_TONES[status]}>{useTerm()(CASE_STATUSES, status)}</Pill>
);

const PRIORITY_TONES: Readonly<Record<Priority, Tone>> = {
  critical: 'danger',
  high: 'warning',
  medium: 'quiet',
  low: 'quiet',
};
export const PriorityPill = ({ priority }: { readonly priority: Priority }) => (
  <Pill tone={PRIORITY_TONES[priority]}>{useTerm()(PRIORITIES, priority)}</Pill>
);
