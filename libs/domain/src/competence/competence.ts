/** May this unit ask for this action on this legal basis today? */
export type CompetenceVerdict =
  | { readonly verdict: 'competent' }
  /** It may not, this unit may: approval becomes a letter to it (văn bản đề nghị). */
  | { readonly verdict: 'authority'; readonly authority: string }
  | { readonly verdict: 'nobody' }
  | { readonly verdict: 'legal-basis-invalid'; readonly why: string };
