import { deepStrictEqual } from 'node:assert/strict';
import {
  BesideResult,
  BulkResult,
  CaseCommandResult,
  CaseHistory,
  CaseList,
  CaseReportList,
  CaseStats,
  CaseView,
  ProblemDetails,
  ReferralList,
  ReviewAccepted,
  SupportList,
} from '#libs/contracts';
import type { z } from 'zod';

/** What each route promises to answer; the first that fits counts. */
const SHAPES: readonly (readonly [string, RegExp, z.ZodType])[] = [
  ['GET', /^\/cases$/, CaseList],
  ['GET', /^\/cases\/[^/]+$/, CaseView],
  ['GET', /^\/cases\/[^/]+\/events$/, CaseHistory],
  ['GET', /^\/cases\/[^/]+\/reports$/, CaseReportList],
  ['POST', /^\/cases\/next$/, CaseView],
  ['POST', /^\/cases\/bulk$/, BulkResult],
  ['POST', /^\/cases\/[^/]+\/[a-z-]+$/, CaseCommandResult],
  ['GET', /^\/referrals$/, ReferralList],
  ['POST', /^\/referrals$/, CaseCommandResult],
  ['GET', /^\/support$/, SupportList],
  ['POST', /^\/(?:referrals|support)\/[^/]+\/[a-z]+$/, BesideResult],
  ['POST', /^\/appeals$/, ReviewAccepted],
  ['GET', /^\/stats$/, CaseStats],
];

/** An answer is exactly what the contracts say: a field too many would be missing after parsing. */
export function expectShape(method: string, path: string, status: number, text: string): void {
  const body: unknown = JSON.parse(text);
  if (status >= 400) {
    ProblemDetails.loose().parse(body);
    return;
  }
  const shape = SHAPES.find(([verb, pattern]) => verb === method && pattern.test(path.replace(/\?.*$/, '')));
  if (shape === undefined) throw new Error(`no shape is promised for ${method} ${path}`);
  deepStrictEqual(shape[2].parse(body), body);
}
