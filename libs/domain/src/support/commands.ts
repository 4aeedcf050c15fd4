import type { Officer } from '../people/officer.js';

interface Act {
  readonly by: Officer;
  readonly note: string;
}

export type SupportCommand =
  /** At once when help was asked for, whatever becomes of the link. */
  | {
      readonly type: 'request';
      readonly caseId: string;
      readonly supportId: string;
      readonly reportId: string;
      readonly childInDanger: boolean;
      readonly unit: string;
      readonly contactBy: string;
      readonly safeContact: string | null;
    }
  | ({ readonly type: 'offer' } & Act)
  | ({ readonly type: 'provide' } & Act)
  | ({ readonly type: 'decline' } & Act)
  | { readonly type: 'overdue'; readonly now: string };

export type SupportCommandOf<T extends SupportCommand['type']> = Extract<SupportCommand, { type: T }>;
