import { matching } from './platform.js';
import { wordSet } from '../word-set.js';
import type { Platform, PlatformItem, PlatformPage } from './platform.js';

const NUMBER = /^\d{1,20}$/;
const USER = /^[A-Za-z0-9_]{1,15}$/;
/** First path segments that are X's own pages, so never an account. */
const OWN_PAGES = wordSet(
  'i home explore search intent share login signup settings notifications messages compose hashtag jobs tos privacy',
  'about download account oauth widgets',
);
const HOSTS = new Set(['', 'www', 'mobile', 'm', 'platform']);

/**
 * A post has one number whoever's name stands before it; x.com and twitter.com serve the same. Mirrors run by others
 * are other hosts.
 */
export const x: Platform = {
  name: 'x',
  domains: ['x.com', 'twitter.com'],
  item(page) {
    if (!HOSTS.has(page.subdomain)) return null;
    return post(page) ?? ownPage(page) ?? account(page);
  },
};

function post({ subdomain, segments, param }: PlatformPage): PlatformItem | null {
  const [first, second, third, fourth] = segments;
  const asPost = (id: string | null, rule: string): PlatformItem | null =>
    id === null ? null : { kind: 'post', id, rule };
  if (subdomain === 'platform') return asPost(first === 'embed' ? matching(param('id'), NUMBER) : null, 'embed');
  if (first === 'i' && second === 'web' && third === 'status') return asPost(matching(fourth, NUMBER), 'i-web');
  return second === 'status' || second === 'statuses' ? asPost(matching(third, NUMBER), 'status') : null;
}

function ownPage({ segments: [first, second, third], param }: PlatformPage): PlatformItem | null {
  if (first === 'i' && second === 'user') return numbered('user-id', third);
  if (first === 'i' && second === 'lists') return numbered('list', third);
  if (first === 'i' && second === 'communities') return numbered('community', third);
  if (first === 'i' && (second === 'spaces' || second === 'broadcasts')) {
    const id = matching(third, /^[A-Za-z0-9]{5,20}$/);
    return id === null ? null : { kind: second === 'spaces' ? 'space' : 'broadcast', id, rule: second };
  }
  const named =
    first === 'intent' && (second === 'user' || second === 'follow') ? matching(param('screen_name'), USER) : null;
  return named === null ? null : { kind: 'user', id: named.toLowerCase(), rule: 'intent' };
}

function numbered(kind: string, id: string | undefined): PlatformItem | null {
  const number = matching(id, NUMBER);
  return number === null ? null : { kind, id: number, rule: kind };
}

const ACCOUNT_TABS = new Set(['with_replies', 'media', 'highlights', 'articles']);

function account({ subdomain, segments: [first = '', second] }: PlatformPage): PlatformItem | null {
  if (subdomain === 'platform' || (second !== undefined && !ACCOUNT_TABS.has(second))) return null;
  const user = matching(first.replace(/^@/, ''), USER)?.toLowerCase() ?? null;
  return user === null || OWN_PAGES.has(user) ? null : { kind: 'user', id: user, rule: 'user' };
}
