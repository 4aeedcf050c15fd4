import type {
  AttachedReport,
  Category,
  CloseOutcome,
  DismissalOutcome,
  DismissalPreset,
  DocumentKind,
  EventData,
  NoteVisibility,
  OwnView,
  Proposal,
  ReviewOutcome,
  Target,
} from '#libs/contracts';
import type { ClaimFacts } from '../claim/state.js';
import type { MandateFacts } from '../mandate/facts.js';
import type { Officer } from '../people/officer.js';
import type { CaseState, Hand } from './state.js';

/** An analyst's work on the case: who, under which claim, when. */
export interface Work {
  readonly by: Officer;
  readonly claim: ClaimFacts | null;
  readonly now: string;
}

interface Act {
  readonly by: Officer;
  readonly now: string;
}

export type CaseCommand =
  // what the system does with what comes in
  | {
      readonly type: 'open';
      readonly caseId: string;
      /** The unit that heard first; it leads. */
      readonly unit: string;
      readonly province: string | null;
      readonly target: Target;
      readonly report: AttachedReport;
    }
  | { readonly type: 'attachReport'; readonly report: AttachedReport }
  | {
      readonly type: 'suggest';
      readonly suggestion: Omit<EventData<'CategorySuggested'>, 'caseId'>;
    }
  /** Weighs the priority again, e.g. after the rules changed. */
  | { readonly type: 'prioritise' }
  // an analyst of the leading unit, holding the claim
  | ({ readonly type: 'classify'; readonly category: Category } & Work)
  | ({
      readonly type: 'propose';
      /** Complete, as the approver will read it; `digest` is SHA-256 of its RFC 8785 form, made by the app. */
      readonly proposal: Proposal;
      readonly digest: string;
      readonly facts: MandateFacts;
    } & Work)
  | ({ readonly type: 'withdrawProposal' } & Work)
  /** Repeated by another person of the unit, it confirms a dismissal that takes two. */
  | ({
      readonly type: 'dismiss';
      readonly outcome: DismissalOutcome;
      readonly reason: string;
      readonly preset?: DismissalPreset;
    } & Work)
  /** A link that could not be read, as a person reads it. */
  | ({ readonly type: 'correctTarget'; readonly targetIndex: number; readonly target: Target } & Work)
  /** `into` is the other case's state; the one event belongs on both streams, in one append. */
  | ({ readonly type: 'merge'; readonly into: CaseState } & Work)
  | ({
      readonly type: 'assign';
      /** Another unit than the leading one: the case is handed over. */
      readonly unit: string;
      readonly person: string | null;
      readonly reason: string;
    } & Work)
  // people, without a claim
  | ({
      readonly type: 'addNote';
      readonly noteId: string;
      readonly visibility: NoteVisibility;
      readonly text: string;
    } & Act)
  | ({ readonly type: 'agreeAsSecondUnit'; readonly digest: string } & Act)
  | ({ readonly type: 'returnProposal'; readonly digest: string; readonly reason: string } & Act)
  | ({
      readonly type: 'approve';
      readonly digest: string;
      readonly facts: MandateFacts;
      /** The unit's setting: whoever approves has recorded an own view first. */
      readonly blind?: boolean;
    } & Act)
  /** To another approver of the unit, without a verdict; the app knows that `to` is one. */
  | ({ readonly type: 'passApproval'; readonly digest: string; readonly to: Hand; readonly reason: string } & Act)
  | ({
      readonly type: 'recordOwnView';
      readonly digest: string;
      readonly opinion: OwnView;
      readonly note: string;
    } & Act)
  | ({
      readonly type: 'registerDocument';
      readonly documentId: string;
      readonly kind: DocumentKind;
      readonly number: string;
      readonly issuedOn: string;
      readonly sha256: string | null;
      readonly title: string;
    } & Act)
  | ({ readonly type: 'reopen'; readonly reason: string } & Act)
  /** By whoever dismissed it, a moment ago: `since` is when, `seconds` the window of the dated policy. */
  | ({ readonly type: 'undoDismissal'; readonly since: string; readonly seconds: number } & Act)
  | ({
      readonly type: 'decideReview';
      readonly reviewId: string;
      readonly outcome: ReviewOutcome;
      readonly reason: string;
    } & Act)
  // what dispatch and the public bring
  | { readonly type: 'inForce'; readonly order: string; readonly expiresAt: string }
  | {
      readonly type: 'requestReview';
      readonly order: string;
      readonly reviewId: string;
      readonly reason: string;
      readonly contact: string | null;
    }
  | { readonly type: 'close'; readonly outcome: CloseOutcome; readonly order: string | null };

export type CommandOf<T extends CaseCommand['type']> = Extract<CaseCommand, { type: T }>;
