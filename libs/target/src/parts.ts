import { readAddress } from './address.js';
import { canonicalHost, hostFacts } from './host.js';

/** The pieces of a URL that a screen tells apart, so that nobody takes `bank.example.evil.test` for `bank.example`. */
export interface UrlParts {
  readonly scheme: string;
  /** Everything of the host before the registrable domain, without the dot; '' when there is nothing. */
  readonly subdomain: string;
  /** Registrable domain, or null where there is none (then `host` is all there is). */
  readonly domain: string | null;
  readonly host: string;
  readonly unicodeHost: string;
  readonly port: string;
  readonly path: string;
  /** With `?`, or ''. */
  readonly query: string;
  /** With `#`, or ''. */
  readonly fragment: string;
}

/** Takes a URL apart for display; null for a text that is none. Userinfo is left out: it is there to mislead. */
export function parts(url: string): UrlParts | null {
  const address = readAddress(url);
  if ('reason' in address) return null;
  const host = canonicalHost(address.url.hostname);
  if ('reason' in host) return null;
  const { domain, unicodeHost } = hostFacts(host.host);
  return {
    scheme: address.scheme,
    subdomain: domain === null || domain === host.host ? '' : host.host.slice(0, -domain.length - 1),
    domain,
    host: host.host,
    unicodeHost,
    port: address.url.port,
    path: address.url.pathname,
    query: address.url.search,
    fragment: address.url.hash,
  };
}
