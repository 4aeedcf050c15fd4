export type ClaimState =
  | { readonly status: 'free' }
  | {
      readonly status: 'held';
      readonly caseId: string;
      readonly person: string;
      readonly unit: string;
      readonly until: string;
    };

/**
 * What a decision on the case needs to know of its claim: `null` when nobody holds it. `version` is the claim stream's,
 * the fencing token that the decision's append asserts.
 */
export interface ClaimFacts {
  readonly holder: string;
  readonly until: string;
  readonly version: number;
}
