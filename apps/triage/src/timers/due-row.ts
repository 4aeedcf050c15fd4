import type { TimerKind } from './read-model.js';

/** Something that is due, as the scheduler took it. */
export interface DueRow {
  readonly kind: TimerKind;
  readonly subject: string;
  readonly case_id: string;
  readonly due_at: string;
  /** The database's clock. */
  readonly now: string;
}
