import type { CaseStatus } from '#libs/contracts';
import type { Officer } from '../people/officer.js';

export type ClaimCommand =
  | {
      readonly type: 'claim';
      readonly caseId: string;
      readonly by: Officer;
      readonly now: string;
      /** Length of the lease in minutes. */
      readonly leaseMinutes: number;
      /** The case as folded from its own stream. */
      readonly case: { readonly unit: string; readonly status: CaseStatus };
    }
  | { readonly type: 'renew'; readonly by: Officer; readonly now: string; readonly leaseMinutes: number }
  /** By the holder, or by an approver of the leading unit for somebody else. */
  | { readonly type: 'release'; readonly by: Officer; readonly now: string; readonly leadUnit: string }
  /** The timer; quiet when the claim was renewed meanwhile. */
  | { readonly type: 'expire'; readonly now: string };
