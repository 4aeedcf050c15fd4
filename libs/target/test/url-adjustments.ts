import type { Adjustment } from './shared-data.js';

/** Published expectations that our rules change on purpose. Each reason names the rule; null: unparseable. */
type Adjustments = Readonly<Record<string, Adjustment<string | null>>>;

const QUERY_STAYS = 'domain.md: the query is part of the identity; Safe Browsing drops it before hashing';
const CLOSING_MARK = 'a paste: the closing mark belongs to the sentence around the address';
const NOT_IN_DNS = 'the WHATWG parser comes first and refuses this host; no resolver could be asked for it';
const LINE_SYNTAX = 'a host that no DNS holds could carry a resolver’s own syntax into a list';

export const SAFE_BROWSING: Adjustments = {
  'http://host%23.com/%257Ea%2521b%2540c%2523d%2524e%25f%255E00%252611%252A22%252833%252944_55%252B': {
    ours: null,
    why: `${NOT_IN_DNS}; the path of this case is tested in escape.spec.ts`,
  },
  'http://www.google.com/q?r?': { ours: 'http://www.google.com/q?r', why: `${QUERY_STAYS}; ${CLOSING_MARK}` },
  'http://www.google.com/q?r?s': { ours: 'http://www.google.com/q?r?s', why: QUERY_STAYS },
  'http://www.google.com/q?r?s%3F': {
    ours: 'http://www.google.com/q?r?s%3F',
    why: `${QUERY_STAYS}; an escaped closing mark is the address's own and stays escaped`,
  },
  'http://evil.com/foo;': { ours: 'http://evil.com/foo', why: CLOSING_MARK },
  'http://evil.com/foo?bar;': { ours: 'http://evil.com/foo?bar', why: `${QUERY_STAYS}; ${CLOSING_MARK}` },
  'base64:aHR0cDovLwGALmNvbS8=': { ours: null, why: NOT_IN_DNS },
  'http://www.gotaport.com:1234/': {
    ours: 'http://www.gotaport.com:1234/',
    why: 'domain.md: a default port goes, another port stays; another server may answer there',
  },
  'http:// leadingspace.com/': { ours: null, why: NOT_IN_DNS },
  'http://%20leadingspace.com/': { ours: null, why: NOT_IN_DNS },
  '%20leadingspace.com/': { ours: null, why: NOT_IN_DNS },
  'http://some%1bhost.com/%1b': { ours: null, why: NOT_IN_DNS },
  'http://W!eird<>Ho$^.com/': { ours: null, why: NOT_IN_DNS },
  'http:///blah#ref': {
    ours: 'http://blah/',
    why: 'the WHATWG parser comes first and skips the surplus slash, as every browser does',
  },
  'http:///blah?query#ref': { ours: 'http://blah/?query', why: 'as above' },
};

export const WHATWG: Adjustments = {
  'http://www.google.com/foo?bar=baz# »': { ours: 'http://www.google.com/foo?bar=baz#', why: CLOSING_MARK },
  "http://host/?'": { ours: 'http://host/', why: CLOSING_MARK },
  'http://example.org/test?"': { ours: 'http://example.org/test', why: CLOSING_MARK },
  'http://a.b.c.xn--pokxncvks': {
    ours: null,
    why: 'punycode that decodes to nothing: Node 20 refuses it, newer text of the standard lets it through',
  },
  'http://a.b.c.XN--pokxncvks': { ours: null, why: 'as above' },
  'http://10.0.0.XN--pokxncvks': { ours: null, why: 'as above' },
  'http://./': { ours: null, why: 'Safe Browsing drops leading and trailing dots; no host is left' },
  'http://!"$&\'()*+,-.;=_`{}~/': { ours: null, why: LINE_SYNTAX },
  'http://foo.09..': {
    ours: null,
    why: 'Safe Browsing drops trailing dots; then the host ends in a number that is no IPv4 address',
  },
};

export const EXPRESSIONS: Adjustments = {};

export const PUBLIC_SUFFIX: Adjustments = {
  '.example.com': { ours: 'example.com', why: 'Safe Browsing drops leading dots before the list is asked' },
  '.example.example': { ours: 'example.example', why: 'as above' },
};
