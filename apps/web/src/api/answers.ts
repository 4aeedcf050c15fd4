import type { CaseCommandResult, CaseHistory, CaseList, CaseView, SignedInUser, WhoAmI } from '#libs/contracts';

/** What the API answers, by the name a call uses; each has its schema in checks.ts. */
export interface Answers {
  session: WhoAmI;
  signedIn: SignedInUser;
  nothing: undefined;
  cases: CaseList;
  case: CaseView;
  caseHistory: CaseHistory;
  caseCommand: CaseCommandResult;
}
