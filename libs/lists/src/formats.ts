import type { FeedFormat, RequestItem } from '#libs/contracts';
import { isDnsName } from './dns-name.js';
import { NameTree } from './name-tree.js';
import type { Blockable, EffectiveName } from './name-tree.js';

type Target = RequestItem['target'];
export type OpenFormat = Exclude<FeedFormat, 'json'>;

/** A target that stands on a list, and when its block ends. */
export interface Listed<T extends Target = Target> {
  readonly target: T;
  readonly until: string;
}

/** How one format is written: what follows the watermark, and the lines of the entries in a stable order. */
export interface Writing {
  readonly comment: string;
  readonly head: readonly string[];
  readonly lines: readonly string[];
}

/** Whether a format can say a target exactly. What it cannot say does not stand on the list and is not handed out with it. */
export function canSay(format: FeedFormat, target: Target): boolean {
  if (format === 'json') return true;
  if (format === 'urls' || format === 'squid-urls') return 'url' in target && isOneLine(target.url);
  if ('url' in target) return false;
  const name = nameOf(target);
  return isDnsName(name) && (format !== 'rpz' || name.length <= ZONE_NAME_MAX);
}

/**
 * What each filter reads. A host is a name and nothing below it, a domain a name with everything below it; where a filter's
 * plain syntax takes in more than that, the exact form stands instead.
 * - `urls`, `domains`: for programs: `name` is that name, `*.name` everything below it.
 * - `hosts`: knows no wildcard: a domain is its apex alone.
 * - `dnsmasq`: `address=/name/` covers everything below, so a host is a `host-record` of the unspecified address.
 * - `unbound`: `always_nxdomain` covers everything below, so a host is a transparent zone with data for its name alone.
 * - `rpz`: QNAME triggers answered NXDOMAIN (`CNAME .`) as a zone file; a wildcard does not cover its apex: two records.
 * - `squid-domains`: `dstdomain`; a leading dot covers everything below.
 * - `squid-urls`: `url_regex` of exactly one URL.
 * - `adguard`: `||name^` covers everything below, `|name^` the name alone.
 *
 * Squid and AdGuard know no remark behind an entry: its end stands on a line of its own before it.
 */
export function write(format: OpenFormat, listed: readonly Listed[]): Writing {
  switch (format) {
    case 'urls':
      return hash(sorted(urls(listed)));
    case 'squid-urls':
      return hash(
        lastEndsOfUrls(listed).flatMap(([url, until]) => [`# until ${until}`, `^${url.replace(SPECIAL, '\\$&')}$`]),
      );
    case 'domains':
      return hash(
        sorted(
          names(listed).flatMap(({ target }) => ('domain' in target ? domainAndBelow(target.domain) : [target.host])),
        ),
      );
    case 'hosts':
      return hash(sorted(lastEnds(listed).flatMap(([name, end]) => [`0.0.0.0 ${name}${end}`, `:: ${name}${end}`])));
    case 'squid-domains':
      return hash(effective(listed, ({ name, below, until }) => [`# until ${until}`, below ? `.${name}` : name]));
    case 'adguard':
      return {
        comment: '!',
        head: [],
        lines: effective(listed, ({ name, below, until }) => [`! until ${until}`, `${below ? '||' : '|'}${name}^`]),
      };
    case 'dnsmasq':
      return hash(effective(listed, dnsmasq));
    case 'unbound':
      return hash(effective(listed, unbound), ['server:']);
    case 'rpz':
      return {
        comment: ';',
        head: ['$TTL 30', '@ SOA localhost. root.localhost. 1 300 60 86400 30', '@ NS localhost.'],
        lines: effective(listed, ({ name, below, until }) =>
          (below ? domainAndBelow(name).reverse() : [name]).map((owner) => `${owner} CNAME . ; until ${until}`),
        ),
      };
  }
}

const dnsmasq = ({ name, below, until }: EffectiveName): string[] => [
  `${below ? `address=/${name}/` : `host-record=${name},0.0.0.0,::`} # until ${until}`,
];

const unbound = ({ name, below, until }: EffectiveName): string[] =>
  below
    ? [`  local-zone: "${name}." always_nxdomain # until ${until}`]
    : [
        `  local-zone: "${name}." transparent # until ${until}`,
        `  local-data: "${name}. 60 IN A 0.0.0.0"`,
        `  local-data: "${name}. 60 IN AAAA ::"`,
      ];

/** What means something else than itself in a regular expression. */
const SPECIAL = /[.*+?^${}()|[\]\\]/g;

/** In a zone the zone's own name follows each name: 60 of 253 characters are kept for it. */
const ZONE_NAME_MAX = 190;

/** A list is read line by line by programs: what is no plain text on one line has no place in it. */
const isOneLine = (text: string): boolean => /^[\x21-\x7e]+$/.test(text);

const nameOf = (target: Blockable): string => ('domain' in target ? target.domain : target.host);
const domainAndBelow = (domain: string): string[] => [`*.${domain}`, domain];
const sorted = (lines: readonly string[]): string[] => [...new Set(lines)].sort();
const hash = (lines: readonly string[], head: readonly string[] = []): Writing => ({ comment: '#', head, lines });

const urls = (listed: readonly Listed[]): string[] =>
  listed.flatMap(({ target }) => ('url' in target ? [target.url] : []));

const names = (listed: readonly Listed[]): Listed<Blockable>[] =>
  listed.filter((one): one is Listed<Blockable> => !('url' in one.target));

/** Each name in effect by the lines it takes, by name. */
function effective(listed: readonly Listed[], linesOf: (name: EffectiveName) => string[]): string[] {
  const tree = new NameTree();
  for (const [index, { target, until }] of names(listed).entries()) tree.put(String(index), target, until);
  return [...tree.effective()].sort((one, other) => (one.name < other.name ? -1 : 1)).flatMap(linesOf);
}

/** Every name with a comment that says its last end, also below a blocked domain: for readers that know no wildcard. */
const lastEnds = (listed: readonly Listed[]): [string, string][] =>
  latest(names(listed).map(({ target, until }) => [nameOf(target), until])).map(([name, until]) => [
    name,
    ` # until ${until}`,
  ]);

/** Every URL once with its last end, in a stable order. */
const lastEndsOfUrls = (listed: readonly Listed[]): [string, string][] =>
  latest(listed.flatMap(({ target, until }) => ('url' in target ? [[target.url, until]] : []))).sort(
    ([one], [other]) => (one < other ? -1 : 1),
  );

function latest(ends: readonly (readonly [string, string])[]): [string, string][] {
  const last = new Map<string, string>();
  for (const [what, until] of ends) {
    const known = last.get(what);
    if (known === undefined || known < until) last.set(what, until);
  }
  return [...last];
}
