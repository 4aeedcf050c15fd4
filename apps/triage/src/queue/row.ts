import {
  isMaterial,
  type CaseStatus,
  type Category,
  type Priority,
  type ReviewSource,
  type Target,
} from '#libs/contracts';
import type { Recorded } from '../recorded.js';

/** One request for review. */
export interface RowReview {
  readonly reviewId: string;
  readonly since: string;
  readonly by: ReviewSource;
}

/** One case as the queue shows it. Everything follows from the events of its case and claim streams. */
export interface CaseRow {
  readonly caseId: string;
  readonly status: CaseStatus;
  readonly category: Category | null;
  readonly priority: Priority;
  readonly unit: string;
  readonly coordinating: readonly string[];
  readonly province: string | null;
  readonly plea: boolean;
  readonly targets: readonly (Target | null)[];
  readonly claim: { readonly by: string; readonly unit: string; readonly until: string; readonly token: number } | null;
  readonly assignee: string | null;
  /** The approver a waiting proposal was passed on to. */
  readonly passedTo: string | null;
  readonly mergedInto: string | null;
  readonly order: string | null;
  /** The request for review that waits longest, and those behind it. */
  readonly review: RowReview | null;
  readonly moreReviews: readonly RowReview[];
  /** Needed before approval, and since when it is awaited. */
  readonly secondUnit: 'not-needed' | 'awaited' | 'agreed';
  /** When the present status began: due times of its step count from here. */
  readonly since: string;
  /** Who has to answer the letter, once one was sent. */
  readonly authority: string | null;
  readonly notes: readonly string[];
  readonly openedAt: string;
  readonly updatedAt: string;
  /** Version of the last material event of the case stream: the `ETag`. */
  readonly version: number;
  readonly position: number;
}

export const CASE_ROW_EVENTS = [
  'CaseOpened',
  'TargetCorrected',
  'ApprovalPassed',
  'ReportAttached',
  'CategorySuggested',
  'CaseClassified',
  'CasePrioritised',
  'NoteAdded',
  'TakedownProposed',
  'SecondUnitAgreed',
  'ProposalWithdrawn',
  'ProposalReturned',
  'ProposalApproved',
  'DismissalProposed',
  'CaseDismissed',
  'CaseReopened',
  'CaseMerged',
  'CaseAssigned',
  'CaseInForce',
  'ReviewRequested',
  'ReviewDecided',
  'CaseClosed',
  'CaseClaimed',
  'ClaimRenewed',
  'ClaimReleased',
  'ClaimExpired',
] as const;
export type CaseRowEvent = Recorded<(typeof CASE_ROW_EVENTS)[number]>;

/** The row after an event; undefined for events of a case that was never opened. Pure: a rebuild gives the same rows. */
export function evolveRow(row: CaseRow | undefined, event: CaseRowEvent): CaseRow | undefined {
  if (event.type === 'CaseOpened') return openedRow(event);
  if (row === undefined) return undefined;
  return { ...row, ...changeOf(row, event), ...stampOf(row, event) };
}

function openedRow(event: Recorded<'CaseOpened'>): CaseRow {
  const { caseId, unit, province, plea, target } = event.data;
  return {
    caseId,
    status: 'open',
    category: null,
    priority: 'low',
    unit,
    coordinating: [],
    province,
    plea,
    targets: [target],
    claim: null,
    assignee: null,
    passedTo: null,
    mergedInto: null,
    order: null,
    review: null,
    moreReviews: [],
    secondUnit: 'not-needed',
    since: event.occurredAt,
    authority: null,
    notes: [],
    openedAt: event.occurredAt,
    updatedAt: event.occurredAt,
    version: event.version,
    position: event.position,
  };
}

/** Claims move the row without touching the case's version. */
function stampOf(row: CaseRow, event: CaseRowEvent): Pick<CaseRow, 'updatedAt' | 'position' | 'version'> {
  const ofCase = event.stream.startsWith('case-');
  return {
    updatedAt: event.occurredAt,
    position: event.position,
    version: ofCase && isMaterial(event.type) ? event.version : row.version,
  };
}

function changeOf(row: CaseRow, event: CaseRowEvent): Partial<CaseRow> {
  switch (event.type) {
    case 'CaseOpened':
    case 'CategorySuggested':
      return {};
    case 'TargetCorrected': {
      const { targetIndex, target } = event.data;
      return { targets: row.targets.map((known, index) => (index === targetIndex ? target : known)) };
    }
    case 'ApprovalPassed':
      return { passedTo: event.data.to };
    case 'ReportAttached':
      return { coordinating: withUnit(row, event.data.report.unit), plea: row.plea || isPlea(event.data.report) };
    case 'CaseClassified':
      return { category: event.data.category };
    case 'CasePrioritised':
      return { priority: event.data.priority };
    case 'NoteAdded':
      return event.data.text === null ? {} : { notes: [...row.notes, event.data.text] };
    case 'TakedownProposed':
      return {
        ...entering(event, 'awaiting-approval'),
        category: event.data.proposal?.category ?? row.category,
        secondUnit: (event.data.proposal?.speech ?? null) === null ? 'not-needed' : 'awaited',
      };
    case 'SecondUnitAgreed':
      return { secondUnit: 'agreed' };
    case 'ProposalWithdrawn':
    case 'ProposalReturned':
    case 'CaseReopened':
      return { ...entering(event, 'open'), secondUnit: 'not-needed' };
    case 'ProposalApproved':
      return event.data.authority === null
        ? entering(event, 'approved')
        : { ...entering(event, 'letter-sent'), authority: event.data.authority };
    case 'DismissalProposed':
      return entering(event, 'awaiting-dismissal');
    case 'CaseDismissed':
      return entering(event, 'dismissed');
    case 'CaseMerged':
      return merged(row, event);
    case 'CaseAssigned':
      return {
        unit: event.data.unit,
        assignee: event.data.person,
        coordinating:
          event.data.unit === row.unit
            ? row.coordinating
            : [...new Set([...row.coordinating.filter((unit) => unit !== event.data.unit), row.unit])],
      };
    case 'CaseInForce':
      return { ...entering(event, 'in-force'), order: event.data.order };
    case 'ReviewRequested':
      return waiting([...reviewsOf(row), reviewIn(event)]);
    case 'ReviewDecided':
      return waiting(reviewsOf(row).filter(({ reviewId }) => reviewId !== event.data.reviewId));
    case 'CaseClosed':
      return { ...entering(event, 'closed'), ...waiting([]) };
    case 'CaseClaimed':
      return {
        claim: {
          by: event.data.person,
          unit: event.data.unit,
          until: event.data.until,
          token: event.version,
        },
      };
    case 'ClaimRenewed':
      return row.claim === null ? {} : { claim: { ...row.claim, until: event.data.until, token: event.version } };
    case 'ClaimReleased':
    case 'ClaimExpired':
      return { claim: null };
  }
}

const reviewIn = ({ data, occurredAt, actor }: Recorded<'ReviewRequested'>): RowReview => ({
  reviewId: data.reviewId,
  since: occurredAt,
  by: actor.kind === 'key' && actor.role === 'school' ? 'school' : 'affected',
});
const reviewsOf = ({ review, moreReviews }: CaseRow): readonly RowReview[] =>
  review === null ? [] : [review, ...moreReviews];
/** Oldest first: the one that waits longest is decided first, and its due time counts. */
const waiting = ([review, ...moreReviews]: readonly RowReview[]): Pick<CaseRow, 'review' | 'moreReviews'> => ({
  review: review ?? null,
  moreReviews,
});

const entering = (event: CaseRowEvent, status: CaseStatus): Pick<CaseRow, 'status' | 'since' | 'passedTo'> => ({
  status,
  passedTo: null,
  since: event.occurredAt,
});

const isPlea = (report: { helpNeeded: boolean; childInDanger: boolean }): boolean =>
  report.helpNeeded || report.childInDanger;

const withUnit = (row: CaseRow, unit: string | null): readonly string[] =>
  unit === null || unit === row.unit || row.coordinating.includes(unit)
    ? row.coordinating
    : [...row.coordinating, unit];

function merged(row: CaseRow, event: Recorded<'CaseMerged'>): Partial<CaseRow> {
  if (row.caseId === event.data.from) return { ...entering(event, 'merged'), mergedInto: event.data.into };
  const coordinating = event.data.reports.reduce<readonly string[]>(
    (units, report) => withUnit({ ...row, coordinating: units }, report.unit),
    row.coordinating,
  );
  return { coordinating, plea: row.plea || event.data.plea, targets: [...row.targets, ...(event.data.targets ?? [])] };
}
