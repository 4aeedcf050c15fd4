import type { NotExpressibleReason } from '#libs/contracts';

export type ProviderVerdict =
  | { readonly provider: string; readonly verdict: 'request' }
  | { readonly provider: string; readonly verdict: 'not-expressible'; readonly reason: NotExpressibleReason };

/** Who is asked to carry out an action. School lists are pulled by schools and need no request. */
export type ProviderScope =
  | { readonly ok: true; readonly kind: 'requests'; readonly providers: readonly ProviderVerdict[] }
  | { readonly ok: true; readonly kind: 'school-lists' }
  | { readonly ok: false; readonly refusal: 'unknown-provider'; readonly providers: readonly string[] };
