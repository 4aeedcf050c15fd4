import { parse as parseSuffix } from 'tldts';
import { isIpHost } from '../host.js';
import type { GuardEntry } from './entry.js';

/**
 * Names that are guarded by what they are, without a list: an IP address is shared by sites nobody counted, a public
 * suffix holds everybody's domains (ICANN part of the Public Suffix List), a private one everybody's pages (its private
 * part).
 */
export function guardedByRule(host: string): GuardEntry | null {
  if (isIpHost(host)) {
    return {
      name: host,
      kind: 'ip-address',
      source: 'an IP address is shared by sites nobody counted; never blocked',
      covers: 'name-only',
    };
  }
  const { domain, isPrivate } = parseSuffix(host, {
    allowPrivateDomains: true,
    extractHostname: false,
    validateHostname: false,
  });
  if (domain !== null) return null;
  return isPrivate === true
    ? {
        name: host,
        kind: 'private-suffix',
        source: 'Public Suffix List, private part: strangers have sites below',
        covers: 'name-only',
      }
    : {
        name: host,
        kind: 'public-suffix',
        source: 'Public Suffix List: strangers have domains below',
        covers: 'name-only',
      };
}
