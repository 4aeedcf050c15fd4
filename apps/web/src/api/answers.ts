import type {
  AnswerLinkResult,
  IssuedAnswerLink,
  OrderDetail,
  BulkResult,
  CaseCommandResult,
  CaseHistory,
  CaseList,
  CaseNeighbours,
  CaseReportList,
  CaseVerdicts,
  CaseView,
  ColleagueList,
  MyCare,
  OrderResult,
  ReferralList,
  RevealedText,
  SignedInUser,
  SupportList,
  WhoAmI,
  Names,
  ApproverFigures,
  OnCallList,
  OnCallResult,
  OverdueSheet,
  BesideResult,
  ReportAccepted,
  AttemptList,
  AuditLog,
  AuditOrderList,
  AuditRegisterChangeList,
  CaseReadList,
  CaseReplay,
  ChangeDecided,
  ChangeProposed,
  Comparison,
  DismissalList,
  Figures,
  FindingList,
  FindingResult,
  GuardCheck,
  InvitationList,
  KeyIssued,
  KeyList,
  KeyRevoked,
  ParkedList,
  ParkedRetry,
  RegisterChanges,
  RegisterEntryHistory,
  RegisterList,
  Sample,
  SampleList,
  TraceList,
  AnswersResult,
  LetterDetail,
  LetterList,
  LetterResult,
  FeedHealth,
  Genuine,
  OwnProvider,
  RequestsOverview,
  SandboxResult,
  SignedInKey,
} from '#libs/contracts';

/** What the API answers, by the name a call uses; each has its schema in checks.ts. */
export interface Answers {
  session: WhoAmI;
  names: Names;
  signedIn: SignedInUser;
  nothing: undefined;
  cases: CaseList;
  case: CaseView;
  next: CaseView | undefined;
  caseHistory: CaseHistory;
  caseCommand: CaseCommandResult;
  order: OrderDetail;
  orderResult: OrderResult;
  answerLink: AnswerLinkResult;
  issuedAnswerLink: IssuedAnswerLink;
  caseReports: CaseReportList;
  verdicts: CaseVerdicts;
  neighbours: CaseNeighbours;
  support: SupportList;
  referrals: ReferralList;
  revealed: RevealedText;
  care: MyCare;
  bulk: BulkResult;
  colleagues: ColleagueList;
  approverFigures: ApproverFigures;
  onCall: OnCallList;
  onCallSet: OnCallResult;
  overdue: OverdueSheet;
  besideResult: BesideResult;
  reportAccepted: ReportAccepted;
  sample: Sample;
  samples: SampleList;
  reads: CaseReadList;
  attempts: AttemptList;
  registerLog: AuditRegisterChangeList;
  dismissals: DismissalList;
  comparison: Comparison;
  auditOrders: AuditOrderList;
  traces: TraceList;
  replay: CaseReplay;
  auditLog: AuditLog;
  findings: FindingList;
  findingResult: FindingResult;
  figures: Figures;
  register: RegisterList;
  registerEntry: RegisterEntryHistory;
  pendingChanges: RegisterChanges;
  changeProposed: ChangeProposed;
  changeDecided: ChangeDecided;
  invitations: InvitationList;
  keys: KeyList;
  keyIssued: KeyIssued;
  keyRevoked: KeyRevoked;
  parked: ParkedList;
  parkedRetry: ParkedRetry;
  guardCheck: GuardCheck;
  signedInKey: SignedInKey;
  requestsOverview: RequestsOverview;
  feedHealth: FeedHealth;
  answers: AnswersResult;
  letters: LetterList;
  letter: LetterDetail;
  letterSent: LetterResult;
  ownProvider: OwnProvider;
  sandboxMade: SandboxResult;
  genuine: Genuine;
}
