interface Raised {
  readonly findingId: string;
  readonly caseId: string | null;
  readonly unit: string;
  readonly answerBy: string;
}

export type FindingState =
  | { readonly status: 'none' }
  | (Raised & { readonly status: 'raised' })
  | (Raised & { readonly status: 'answered'; readonly answeredBy: string })
  | (Raised & { readonly status: 'closed'; readonly closedBy: string });
