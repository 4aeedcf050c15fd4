import type { AcceptedTarget } from './target.js';

/** The actions of domain.md, narrowest first. */
export const ACTIONS = [
  'remove-content',
  'stop-sharing',
  'restrict-age',
  'block-url',
  'block-host',
  'block-domain',
] as const;
export type Action = (typeof ACTIONS)[number];

/** What a request names: exactly one of the three. */
export type Scope = { readonly url: string } | { readonly host: string } | { readonly domain: string };

/**
 * The one thing a request for this action names, or null where the action cannot be expressed for this target (a domain
 * block of an IP address, a public suffix or a single label). Content and URL actions carry the URL as the WHATWG
 * parser gives it from the reported text, never the canonical one. An age restriction names the host when the host was
 * reported, the URL otherwise.
 */
export function scopeOf(target: AcceptedTarget, action: Action): Scope | null {
  switch (action) {
    case 'remove-content':
    case 'stop-sharing':
    case 'block-url':
      return { url: target.requestUrl };
    case 'restrict-age':
      return isBareHost(target) ? { host: target.host } : { url: target.requestUrl };
    case 'block-host':
      return { host: target.host };
    case 'block-domain':
      return target.domain === null ? null : { domain: target.domain };
  }
}

/** True when the report named a whole host, not something on it. */
export function isBareHost(target: AcceptedTarget): boolean {
  return target.contentKey.startsWith('host:');
}
