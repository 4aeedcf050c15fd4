import type {
  AttachedReport,
  Category,
  CloseOutcome,
  DismissalOutcome,
  DocumentKind,
  OwnView,
  Priority,
  PriorityReason,
  Proposal,
  ReviewOutcome,
  Target,
} from '#libs/contracts';

/** A person who took part in a decision: the account that acted and the human being behind it. */
export interface Hand {
  readonly person: string;
  readonly human: string;
}

export interface Suggestion {
  readonly category: Category | 'out-of-scope';
  readonly model: string;
  readonly modelVersion: string;
}

/** What is known of every case, whatever became of it. */
export interface CaseFile {
  readonly caseId: string;
  /** The leading unit (chủ trì). */
  readonly unit: string;
  /** Units that heard later and coordinate (phối hợp). */
  readonly coordinating: readonly string[];
  readonly province: string | null;
  /** Null where the key of the case was destroyed; the index is what a proposal names. */
  readonly targets: readonly (Target | null)[];
  readonly reports: readonly AttachedReport[];
  readonly suggestions: readonly Suggestion[];
  readonly notes: readonly string[];
  readonly classified: { readonly category: Category; readonly by: Hand } | null;
  readonly priority: Priority | null;
  readonly priorityReasons: readonly PriorityReason[];
  readonly assignee: string | null;
  /** Help was asked for or a child may be in danger: one person never closes it. */
  readonly plea: boolean;
  /** A referral category was ever classified, hinted or suggested: one person never closes it. */
  readonly possibleReferral: boolean;
  /** Human beings who wrote or amended what is proposed, since the last decision. */
  readonly contributors: readonly string[];
  readonly mergedFrom: readonly string[];
  readonly documents: readonly {
    readonly kind: DocumentKind;
    readonly number: string;
    readonly sha256: string | null;
  }[];
  /** The last proposal that was taken back or returned, so that a repeat of either stays quiet. */
  readonly setAside: { readonly digest: string; readonly how: 'withdrawn' | 'returned' } | null;
}

/** A proposal as it stands before the approver. */
export interface PendingProposal {
  readonly digest: string;
  readonly proposedBy: Hand & { readonly unit: string };
  readonly competent: boolean;
  readonly authority: string | null;
  /** Null where the key of the case was destroyed. */
  readonly proposal: Proposal | null;
  readonly secondUnit: (Hand & { readonly unit: string }) | null;
  /** The approver it was passed on to, without a verdict. */
  readonly passedTo: string | null;
  /** What approvers thought before they saw the proposer's reasons. */
  readonly ownViews: readonly (Hand & { readonly opinion: OwnView })[];
}

/** A proposal that two people decided. */
export interface ApprovedProposal extends PendingProposal {
  readonly approvedBy: Hand & { readonly unit: string };
}

export interface PendingReview {
  readonly reviewId: string;
  readonly order: string;
}

/** What whoever is affected asks of a third person, from the approval on: what is ordered counts before a provider has answered. */
interface UnderReview {
  readonly reviews: readonly PendingReview[];
  /** Once one is upheld the lift is under way. */
  readonly decidedReviews: readonly { readonly reviewId: string; readonly outcome: ReviewOutcome }[];
}

export type CaseState =
  | { readonly status: 'none' }
  | (CaseFile & { readonly status: 'open' })
  | (CaseFile & { readonly status: 'awaiting-approval'; readonly pending: PendingProposal })
  | (CaseFile & {
      readonly status: 'awaiting-dismissal';
      readonly outcome: DismissalOutcome;
      readonly proposedBy: Hand;
    })
  | (CaseFile & UnderReview & { readonly status: 'approved'; readonly approved: ApprovedProposal })
  /** Two people agreed, the unit is not competent: the authority that is gets a letter. */
  | (CaseFile & { readonly status: 'letter-sent'; readonly approved: ApprovedProposal; readonly authority: string })
  | (CaseFile &
      UnderReview & {
        readonly status: 'in-force';
        readonly approved: ApprovedProposal;
        readonly order: string;
        readonly expiresAt: string;
      })
  | (CaseFile & { readonly status: 'dismissed'; readonly outcome: DismissalOutcome; readonly by: Hand })
  | (CaseFile & { readonly status: 'merged'; readonly into: string })
  | (CaseFile & { readonly status: 'closed'; readonly outcome: CloseOutcome; readonly order: string | null });

export type ExistingCase = Exclude<CaseState, { status: 'none' }>;

/** Statuses in which a case still takes in what concerns it; a new report of a target that ended opens a new case. */
export type LiveCase = Exclude<ExistingCase, { status: 'dismissed' | 'merged' | 'closed' }>;

/** Whether a case still takes in reports and suggestions and can be assigned. */
export const isLive = (state: ExistingCase): state is LiveCase => {
  switch (state.status) {
    case 'open':
    case 'awaiting-approval':
    case 'awaiting-dismissal':
    case 'approved':
    case 'letter-sent':
    case 'in-force':
      return true;
    case 'dismissed':
    case 'merged':
    case 'closed':
      return false;
  }
};
