import type { Action, Category, NotExpressibleReason, Provider } from '#libs/contracts';
import { needs } from '../mandate/questions.js';

export type ProviderVerdict =
  | { readonly provider: string; readonly verdict: 'request' }
  | { readonly provider: string; readonly verdict: 'not-expressible'; readonly reason: NotExpressibleReason };

/** Who is asked to carry out an action. School lists are pulled by schools and need no request. */
export type ProviderScope =
  | { readonly ok: true; readonly kind: 'requests'; readonly providers: readonly ProviderVerdict[] }
  | { readonly ok: true; readonly kind: 'school-lists' }
  | { readonly ok: false; readonly refusal: 'unknown-provider'; readonly providers: readonly string[] };

export interface ScopeQuestion {
  readonly category: Category;
  readonly action: Action;
  /** Platform of the target as `libs/target` names it, null for an ordinary site. */
  readonly platform: string | null;
  /** Providers valid today, the sandbox among them. */
  readonly providers: readonly (Provider & { readonly id: string })[];
  /** Providers that the proposal names, or null for everyone in scope. */
  readonly named: readonly string[] | null;
}

/** Who carries the action out at all: the names of domain.md's action table. */
const inScope = (provider: Provider, { action, platform }: ScopeQuestion): boolean => {
  // A sandbox only ever gets harmless test requests, never a real order.
  if (provider.sandbox) return false;
  switch (action) {
    case 'remove-content':
    case 'stop-sharing':
      return platform === null ? provider.kind === 'host' : provider.platforms.includes(platform);
    case 'block-url':
    case 'block-host':
    case 'block-domain':
      return provider.kind === 'telecom' || provider.kind === 'isp';
    case 'restrict-age':
      return false;
  }
};

const reasonWhyNot = ({ category, action }: ScopeQuestion): NotExpressibleReason => {
  if (needs(category, action, 'exact-only')) return 'granularity-needed';
  return action === 'block-url' ? 'names-only' : 'not-supported';
};

/**
 * For every provider in scope either a request or the reason why it cannot express one: none is silently left out
 * [design.md, "Never silently dropped"]. A named provider that is not in scope refuses the whole, so that a mistyped name
 * is seen and no order reaches somebody it has nothing to do with.
 */
export const providersInScope = (question: ScopeQuestion): ProviderScope => {
  if (question.action === 'restrict-age') {
    return question.named === null || question.named.length === 0
      ? { ok: true, kind: 'school-lists' }
      : { ok: false, refusal: 'unknown-provider', providers: question.named };
  }
  const able = question.providers.filter((provider) => inScope(provider, question));
  const { named } = question;
  const unknown = named?.filter((id) => !able.some((provider) => provider.id === id)) ?? [];
  if (unknown.length > 0) return { ok: false, refusal: 'unknown-provider', providers: unknown };
  const asked = named === null ? able : able.filter((provider) => named.includes(provider.id));
  return {
    ok: true,
    kind: 'requests',
    providers: asked.map(({ id, expresses }) =>
      expresses.includes(question.action)
        ? { provider: id, verdict: 'request' }
        : { provider: id, verdict: 'not-expressible', reason: reasonWhyNot(question) },
    ),
  };
};
