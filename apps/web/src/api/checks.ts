import type { z } from 'zod';
import {
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
import type { Answers } from './answers.js';

/** The contracts' schemas of every answer: loaded where answers are checked (development, tests), in no first load. */
export const CHECKS: { readonly [K in Exclude<keyof Answers, 'nothing'>]: z.ZodType } = {
  session: WhoAmI,
  names: Names,
  signedIn: SignedInUser,
  cases: CaseList,
  case: CaseView,
  caseHistory: CaseHistory,
  caseCommand: CaseCommandResult,
  caseReports: CaseReportList,
  verdicts: CaseVerdicts,
  neighbours: CaseNeighbours,
  support: SupportList,
  referrals: ReferralList,
  revealed: RevealedText,
  care: MyCare,
  bulk: BulkResult,
  colleagues: ColleagueList,
};
