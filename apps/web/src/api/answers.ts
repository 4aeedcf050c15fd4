import type {
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
  ReferralList,
  RevealedText,
  SignedInUser,
  SupportList,
  WhoAmI,
  Names,
} from '#libs/contracts';

/** What the API answers, by the name a call uses; each has its schema in checks.ts. */
export interface Answers {
  session: WhoAmI;
  names: Names;
  signedIn: SignedInUser;
  nothing: undefined;
  cases: CaseList;
  case: CaseView;
  caseHistory: CaseHistory;
  caseCommand: CaseCommandResult;
  caseReports: CaseReportList;
  verdicts: CaseVerdicts;
  neighbours: CaseNeighbours;
  support: SupportList;
  referrals: ReferralList;
  revealed: RevealedText;
  care: MyCare;
  bulk: BulkResult;
  colleagues: ColleagueList;
}
