import type { AttachedReport, Category, CaseEvent, EventData } from '#libs/contracts';
import { isPossibleReferral } from '../mandate/questions.js';
import type { ApprovedProposal, CaseFile, CaseState, ExistingCase, PendingProposal } from './state.js';

const added = <T>(list: readonly T[], item: T): readonly T[] => (list.includes(item) ? list : [...list, item]);

const mayBeReferral = (category: Category | 'out-of-scope' | null): boolean =>
  category !== null && category !== 'out-of-scope' && isPossibleReferral(category);

/** The part of a case that every status keeps; what belongs to the status alone is left behind. */
const fileOf = (state: ExistingCase): CaseFile => ({
  caseId: state.caseId,
  unit: state.unit,
  coordinating: state.coordinating,
  province: state.province,
  targets: state.targets,
  reports: state.reports,
  suggestions: state.suggestions,
  notes: state.notes,
  classified: state.classified,
  priority: state.priority,
  priorityReasons: state.priorityReasons,
  assignee: state.assignee,
  plea: state.plea,
  possibleReferral: state.possibleReferral,
  contributors: state.contributors,
  mergedFrom: state.mergedFrom,
  documents: state.documents,
  setAside: state.setAside,
});

const opened = (data: EventData<'CaseOpened'>): CaseState => ({
  status: 'open',
  caseId: data.caseId,
  unit: data.unit,
  coordinating: [],
  province: data.province,
  targets: [data.target],
  reports: [],
  suggestions: [],
  notes: [],
  classified: null,
  priority: null,
  priorityReasons: [],
  assignee: null,
  plea: data.plea,
  possibleReferral: false,
  contributors: [],
  mergedFrom: [],
  documents: [],
  setAside: null,
});

/** A report brings its unit in as a coordinating one, and may make the case one that takes two people to close. */
const withReport = <S extends CaseFile>(state: S, report: AttachedReport): S => ({
  ...state,
  reports: [...state.reports.filter(({ reportId }) => reportId !== report.reportId), report],
  coordinating:
    report.unit === null || report.unit === state.unit ? state.coordinating : added(state.coordinating, report.unit),
  plea: state.plea || report.helpNeeded || report.childInDanger,
  possibleReferral: state.possibleReferral || mayBeReferral(report.categoryHint),
});

const merged = (state: ExistingCase, data: EventData<'CaseMerged'>): CaseState => {
  if (data.from === state.caseId) return { ...fileOf(state), status: 'merged', into: data.into };
  return {
    ...data.reports.reduce((joined, report) => withReport(joined, report), state),
    targets: [...state.targets, ...(data.targets ?? [null])],
    plea: state.plea || data.plea,
    possibleReferral: state.possibleReferral || data.possibleReferral,
    mergedFrom: added(state.mergedFrom, data.from),
  };
};

const proposed = (data: EventData<'TakedownProposed'>): PendingProposal => ({
  digest: data.digest,
  proposedBy: { person: data.person, human: data.human, unit: data.unit },
  competent: data.competent,
  authority: data.authority,
  proposal: data.proposal,
  secondUnit: null,
  passedTo: null,
  ownViews: [],
});

const approved = (state: ExistingCase, data: EventData<'ProposalApproved'>): CaseState => {
  const pending = state.status === 'awaiting-approval' ? state.pending : null;
  const decided: ApprovedProposal = {
    digest: data.digest,
    proposedBy: { person: data.proposedBy, human: data.proposerHuman, unit: pending?.proposedBy.unit ?? data.unit },
    approvedBy: { person: data.person, human: data.human, unit: data.unit },
    competent: data.competent,
    authority: data.authority,
    proposal: data.proposal,
    secondUnit: pending?.secondUnit ?? null,
    passedTo: pending?.passedTo ?? null,
    ownViews: pending?.ownViews ?? [],
  };
  return data.authority === null
    ? { ...fileOf(state), status: 'approved', approved: decided, reviews: [], decidedReviews: [] }
    : { ...fileOf(state), status: 'letter-sent', approved: decided, authority: data.authority };
};

const inForce = (state: ExistingCase, data: EventData<'CaseInForce'>): CaseState => {
  switch (state.status) {
    case 'approved':
    case 'letter-sent':
      return {
        ...fileOf(state),
        status: 'in-force',
        approved: state.approved,
        order: data.order,
        expiresAt: data.expiresAt,
        reviews: state.status === 'approved' ? state.reviews : [],
        decidedReviews: state.status === 'approved' ? state.decidedReviews : [],
      };
    case 'in-force':
      return { ...state, order: data.order, expiresAt: data.expiresAt };
    case 'open':
    case 'awaiting-approval':
    case 'awaiting-dismissal':
    case 'dismissed':
    case 'merged':
    case 'closed':
      return state;
  }
};

const assigned = (state: ExistingCase, { unit, person }: EventData<'CaseAssigned'>): CaseState =>
  unit === state.unit
    ? { ...state, assignee: person }
    : {
        ...state,
        unit,
        assignee: person,
        coordinating: added(
          state.coordinating.filter((other) => other !== unit),
          state.unit,
        ),
      };

const settledAside = (state: ExistingCase, digest: string, how: 'withdrawn' | 'returned'): CaseState => ({
  ...fileOf(state),
  status: 'open',
  setAside: { digest, how },
});

/** Folds one event into an existing case. Total: an event that cannot have happened in a status changes nothing. */
const evolveExisting = (state: ExistingCase, event: Exclude<CaseEvent, { type: 'CaseOpened' }>): CaseState => {
  switch (event.type) {
    case 'ReportAttached':
      return withReport(state, event.data.report);
    case 'CategorySuggested': {
      const { category, model, modelVersion } = event.data;
      return {
        ...state,
        suggestions: [...state.suggestions, { category, model, modelVersion }],
        possibleReferral: state.possibleReferral || mayBeReferral(category),
      };
    }
    case 'CaseClassified': {
      const { category, person, human } = event.data;
      return {
        ...state,
        classified: { category, by: { person, human } },
        contributors: added(state.contributors, human),
        possibleReferral: state.possibleReferral || mayBeReferral(category),
      };
    }
    case 'CasePrioritised':
      return { ...state, priority: event.data.priority, priorityReasons: event.data.reasons };
    case 'NoteAdded':
      return { ...state, notes: added(state.notes, event.data.noteId) };
    case 'TakedownProposed':
      return {
        ...fileOf(state),
        status: 'awaiting-approval',
        pending: proposed(event.data),
        contributors: added(state.contributors, event.data.human),
      };
    case 'SecondUnitAgreed': {
      const { person, human, unit, digest } = event.data;
      return state.status === 'awaiting-approval' && state.pending.digest === digest
        ? { ...state, pending: { ...state.pending, secondUnit: { person, human, unit } } }
        : state;
    }
    case 'ApprovalPassed':
      return state.status === 'awaiting-approval' && state.pending.digest === event.data.digest
        ? { ...state, pending: { ...state.pending, passedTo: event.data.to } }
        : state;
    case 'OwnViewRecorded': {
      const { person, human, opinion, digest } = event.data;
      if (state.status !== 'awaiting-approval' || state.pending.digest !== digest) return state;
      return {
        ...state,
        pending: { ...state.pending, ownViews: [...state.pending.ownViews, { person, human, opinion }] },
      };
    }
    case 'TargetCorrected': {
      const { targetIndex, target, human } = event.data;
      return {
        ...state,
        targets: state.targets.map((known, index) => (index === targetIndex ? target : known)),
        contributors: added(state.contributors, human),
      };
    }
    case 'DocumentRegistered': {
      const { kind, number, sha256 } = event.data;
      return { ...state, documents: [...state.documents, { kind, number, sha256 }] };
    }
    case 'ProposalWithdrawn':
      return settledAside(state, event.data.digest, 'withdrawn');
    case 'ProposalReturned':
      return settledAside(state, event.data.digest, 'returned');
    case 'ProposalApproved':
      return approved(state, event.data);
    case 'DismissalProposed': {
      const { outcome, person, human } = event.data;
      return { ...fileOf(state), status: 'awaiting-dismissal', outcome, proposedBy: { person, human } };
    }
    case 'CaseDismissed': {
      const { outcome, person, human } = event.data;
      return { ...fileOf(state), status: 'dismissed', outcome, by: { person, human } };
    }
    case 'CaseReopened':
      // The classification stands until somebody changes it, so whoever made it has still written part of the next proposal.
      return {
        ...fileOf(state),
        status: 'open',
        contributors: state.classified === null ? [] : [state.classified.by.human],
        setAside: null,
      };
    case 'CaseMerged':
      return merged(state, event.data);
    case 'CaseAssigned':
      return assigned(state, event.data);
    case 'CaseInForce':
      return inForce(state, event.data);
    case 'ReviewRequested': {
      const { reviewId, order } = event.data;
      return 'reviews' in state ? { ...state, reviews: [...state.reviews, { reviewId, order }] } : state;
    }
    case 'ReviewDecided': {
      const { reviewId, outcome } = event.data;
      if (!('reviews' in state)) return state;
      return {
        ...state,
        reviews: state.reviews.filter((review) => review.reviewId !== reviewId),
        decidedReviews: [...state.decidedReviews, { reviewId, outcome }],
      };
    }
    case 'CaseClosed':
      return { ...fileOf(state), status: 'closed', outcome: event.data.outcome, order: event.data.order };
  }
};

export const evolve = (state: CaseState, event: CaseEvent): CaseState => {
  if (event.type === 'CaseOpened') return opened(event.data);
  return state.status === 'none' ? state : evolveExisting(state, event);
};
