import { readAddress } from './address.js';
import { canonicalParts, writePlace, writeUrl } from './canonical.js';
import type { CanonicalParts } from './canonical.js';
import { canonicalHost, hostFacts } from './host.js';
import { addressIn, MAX_LENGTH } from './pasted-text.js';
import { itemOn, platformOf } from './platforms/index.js';
import type { PlatformName } from './platforms/platform.js';
import { insideShim } from './shims.js';
import { isShortLinkHost } from './short-links.js';
import type { AcceptedTarget, Target, TargetFlag, UnparseableReason } from './target.js';
import { CANONICALISER_VERSION } from './version.js';

/**
 * Says what a reported text names, offline and without ever throwing.
 *
 * Guarantees: the same text gives the same answer for one {@link CANONICALISER_VERSION}; identifying the canonical URL
 * again gives the same canonical URL and key; http and https are one key; two hosts share a key only by a platform rule
 * or a link shim, which then stands in `steps`. Linear in the length of the text; a text over {@link MAX_LENGTH} is not
 * read.
 *
 * Rules: WHATWG URL, then Google Safe Browsing's canonicalisation (v4 "URLs and Hashing"), with the query kept; docs at
 * domain.md "Identity of a target".
 */
export function identify(raw: string): Target {
  const unparseable = (reason: UnparseableReason): Target => ({ state: 'unparseable', reason, raw });
  const pasted = addressIn(raw);
  if ('reason' in pasted) return unparseable(pasted.reason);
  const address = readAddress(pasted.text);
  if ('reason' in address) return unparseable(address.reason);
  const { url, scheme } = address;
  const host = canonicalHost(url.hostname);
  if ('reason' in host) return unparseable(host.reason);
  const parts = canonicalParts(url, scheme, host.host);
  const inside = identifyInside(url, parts);
  if (inside !== null) return inside;
  const canonicalUrl = writeUrl(parts);
  if (canonicalUrl.length > MAX_LENGTH || url.href.length > MAX_LENGTH) return unparseable('too-long');

  const facts = hostFacts(host.host);
  const key = keyOf(parts);
  const flags = new Set<TargetFlag>([...pasted.flags, ...facts.flags, ...urlFlags(url, parts, key.shortLink)]);
  const steps = [...pasted.steps, ...address.steps];
  if (steps.includes('scheme-assumed')) flags.add('scheme-assumed');
  if (url.hash !== '') steps.push('fragment-dropped');
  if (url.hostname !== host.host) steps.push('host-dots-dropped');
  for (const name of parts.dropped) steps.push(`tracking-dropped:${name}`);
  if (key.step !== null) steps.push(key.step);
  return {
    state: 'accepted',
    canonicalUrl,
    requestUrl: url.href,
    contentKey: key.text,
    host: facts.host,
    unicodeHost: facts.unicodeHost,
    domain: facts.domain,
    ...(key.platform === null ? {} : { platform: key.platform }),
    steps,
    flags: [...flags],
    version: CANONICALISER_VERSION,
  };
}

/**
 * The address inside a link shim, if there is one that can be read. Each round is shorter than the one before, so it
 * ends.
 */
function identifyInside(url: URL, parts: CanonicalParts): AcceptedTarget | null {
  const shim = insideShim(url, parts);
  for (const text of shim?.texts ?? []) {
    const target = text.length < url.href.length ? identify(text) : null;
    if (target?.state !== 'accepted' || target.flags.includes('scheme-assumed')) continue;
    return {
      ...target,
      steps: [`shim:${shim?.name ?? ''}`, ...target.steps],
      flags: [...new Set<TargetFlag>([...target.flags, 'link-shim'])],
    };
  }
  return null;
}

interface ContentKey {
  readonly text: string;
  readonly platform: PlatformName | null;
  readonly step: string | null;
  readonly shortLink: boolean;
}

function keyOf(parts: CanonicalParts): ContentKey {
  const found = platformOf(parts.host);
  const platform = found?.platform.name ?? null;
  const item = found === null ? null : itemOn(found.platform, found.domain, parts);
  if (item !== null && platform !== null) {
    return {
      text: `${platform}:${item.kind}:${item.id}`,
      platform,
      step: `platform:${platform}/${item.rule}`,
      shortLink: item.opaque === true,
    };
  }
  const bare = parts.path === '/' && parts.query === null && parts.port === '';
  if (bare) return { text: `host:${parts.host}`, platform, step: null, shortLink: false };
  const scheme = parts.scheme === 'ftp' ? 'ftp://' : '';
  return { text: `url:${scheme}${writePlace(parts)}`, platform, step: null, shortLink: isShortLinkHost(parts.host) };
}

function urlFlags(url: URL, parts: CanonicalParts, shortLink: boolean): TargetFlag[] {
  const flags: TargetFlag[] = [];
  if (shortLink) flags.push('short-link');
  if (url.username !== '' || url.password !== '') flags.push('userinfo');
  if (url.port !== '') flags.push('other-port');
  if (url.hash !== '') flags.push('fragment');
  if (parts.marks) flags.push('invisible-marks');
  return flags;
}
