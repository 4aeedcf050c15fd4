import type { EventData, Target } from '#libs/contracts';

export type ReportCommand = {
  readonly type: 'receive';
  readonly reportId: string;
  /** Everything of the report but the number of its targets, which is counted here. */
  readonly report: Omit<EventData<'ReportReceived'>, 'targets'>;
  /** As `libs/target` identified them, in the order they were reported; empty for a plea without a link. */
  readonly targets: readonly Exclude<Target, { state: 'none' }>[];
  /** Where the reporter can be reached safely, when help is asked for. */
  readonly safeContact: string | null;
};
