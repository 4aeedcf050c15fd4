import ipaddr from 'ipaddr.js';
import { parse as parseSuffix } from 'tldts';
import { toUnicodeHost } from './punycode.js';
import { mixesScripts } from './scripts.js';
import { parse } from './address.js';
import type { TargetFlag, UnparseableReason } from './target.js';

/** What can be said of a host without asking anybody. */
export interface HostFacts {
  readonly host: string;
  readonly unicodeHost: string;
  readonly domain: string | null;
  readonly flags: readonly TargetFlag[];
}

/**
 * Names that never leave a machine or a local network: RFC 6761, 6762, 8375, ICANN's `.internal`, and what hosts files
 * and home routers use.
 */
const LOCAL_SUFFIXES = new Set([
  'localhost',
  'localdomain',
  'local',
  'internal',
  'intranet',
  'lan',
  'home',
  'corp',
  'private',
  'arpa',
]);
/** Public names that are known to answer with a loopback or embedded address. */
const LOOPBACK_NAMES = new Set([
  'localtest.me',
  'lvh.me',
  'vcap.me',
  'lacolhost.com',
  'nip.io',
  'sslip.io',
  'xip.io',
  'ip6-localhost',
  'ip6-loopback',
]);

const DNS_NAME = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/;
const SUFFIX_OPTIONS = {
  allowPrivateDomains: true,
  extractHostname: false,
  validateHostname: false,
  detectIp: false,
} as const;

/**
 * The host of a parsed URL under Safe Browsing's rules (no leading, trailing or doubled dots), refused when no DNS
 * could hold it: such a name would be harmless, but could carry a resolver's own syntax into a list.
 */
export function canonicalHost(hostname: string): { readonly host: string } | { readonly reason: UnparseableReason } {
  if (hostname.startsWith('[')) return { host: hostname };
  let host = hostname;
  if (host.startsWith('.') || host.endsWith('.') || host.includes('..')) {
    const labels = host.split('.').filter((label) => label !== '');
    if (labels.length === 0) return { reason: 'no-host' };
    const again = parse(`http://${labels.join('.')}/`);
    if (again === null) return { reason: 'parser-refused' };
    host = again.hostname;
  }
  if (!DNS_NAME.test(host)) return { reason: 'bad-host' };
  return host.length > 253 || host.split('.').some((label) => label.length > 63)
    ? { reason: 'host-too-long' }
    : { host };
}

/** Registrable domain, display form and flags of a canonical host. */
export function hostFacts(host: string): HostFacts {
  const address = addressOf(host);
  if (address !== null) {
    const flags: TargetFlag[] = ['ip-address'];
    if (!isPublic(address)) flags.push('private-host');
    return { host, unicodeHost: host, domain: null, flags };
  }
  const { domain, publicSuffix } = parseSuffix(host, SUFFIX_OPTIONS);
  const unicodeHost = toUnicodeHost(host);
  return { host, unicodeHost, domain, flags: nameFlags(host, unicodeHost, domain, publicSuffix) };
}

/** True for a host that is an IP address in canonical spelling (dotted quad or bracketed IPv6). */
export function isIpHost(host: string): boolean {
  return addressOf(host) !== null;
}

type IpAddress = ReturnType<typeof ipaddr.parse>;

function addressOf(host: string): IpAddress | null {
  if (host.startsWith('[')) return ipaddr.parse(host.slice(1, -1));
  const last = host.charCodeAt(host.length - 1);
  return last >= 0x30 && last <= 0x39 && ipaddr.IPv4.isValidFourPartDecimal(host) ? ipaddr.parse(host) : null;
}

/** Addresses that carry an IPv4 address inside (mapped, NAT64) are judged by the one inside. */
function isPublic(address: IpAddress): boolean {
  if (address instanceof ipaddr.IPv6) {
    const bytes = address.toByteArray();
    const range = address.range();
    if (range === 'ipv4Mapped' || range === 'rfc6052') return isPublic(ipaddr.fromByteArray(bytes.slice(12)));
    if (range === '6to4') return isPublic(ipaddr.fromByteArray(bytes.slice(2, 6)));
  }
  return address.range() === 'unicast' || isDocumentation(address);
}

/** RFC 5737 and 3849: addresses reserved for examples stand for public ones, as `.test` and `.example` do for names. */
const DOCUMENTATION = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32'].map((range) =>
  ipaddr.parseCIDR(range),
);

function isDocumentation(address: IpAddress): boolean {
  return DOCUMENTATION.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits));
}

function nameFlags(host: string, unicodeHost: string, domain: string | null, suffix: string | null): TargetFlag[] {
  const flags: TargetFlag[] = [];
  const top = host.slice(host.lastIndexOf('.') + 1);
  if (LOCAL_SUFFIXES.has(top) || LOOPBACK_NAMES.has(host) || (domain !== null && LOOPBACK_NAMES.has(domain)))
    flags.push('private-host');
  if (top === host) flags.push('single-label');
  else if (domain === null && suffix === host) flags.push('public-suffix');
  if (top === 'onion') flags.push('onion');
  if (unicodeHost !== host) {
    flags.push('idn');
    if (mixesScripts(unicodeHost)) flags.push('mixed-script');
  }
  return flags;
}
