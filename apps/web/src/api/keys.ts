/** Names under which answers are kept; a change of a case invalidates by them. */
export const CASES = ['cases'] as const;
export const caseKey = (id: string) => ['case', id] as const;
