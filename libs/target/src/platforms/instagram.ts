import { matching } from './platform.js';
import { wordSet } from '../word-set.js';
import type { Platform, PlatformItem, PlatformPage } from './platform.js';

const CODE = /^[A-Za-z0-9_-]{5,64}$/;
const NUMBER = /^\d{5,25}$/;
const USER = /^[A-Za-z0-9._]{1,30}$/;
const POST_SHAPES = new Set(['p', 'reel', 'reels', 'tv']);
/** First path segments that are Instagram's own pages, so never an account. */
const OWN_PAGES = wordSet(
  'explore accounts direct stories p reel reels tv share s about legal developer api web privacy emails challenge',
  'session oauth ar nametag locations',
);
const HOSTS = new Set(['', 'www', 'm']);

/**
 * A post has one case-sensitive code under /p/, /reel/, /reels/ and /tv/, with or without its owner's name before it.
 */
export const instagram: Platform = {
  name: 'instagram',
  domains: ['instagram.com', 'instagr.am'],
  item(page) {
    if (!HOSTS.has(page.subdomain)) return null;
    return post(page) ?? story(page) ?? shareLink(page) ?? account(page);
  },
};

function post({ segments: [first = '', second = '', third] }: PlatformPage): PlatformItem | null {
  if (POST_SHAPES.has(first)) {
    const id = matching(second, CODE);
    return id === null || second === 'audio' ? null : { kind: 'post', id, rule: first };
  }
  const id = POST_SHAPES.has(second) && !OWN_PAGES.has(first) ? matching(third, CODE) : null;
  return id === null ? null : { kind: 'post', id, rule: `owner/${second}` };
}

function story({ segments: [first, second, third] }: PlatformPage): PlatformItem | null {
  if (first !== 'stories') return null;
  const id = matching(third, NUMBER);
  if (id === null) return null;
  return second === 'highlights' ? { kind: 'highlight', id, rule: 'highlight' } : { kind: 'story', id, rule: 'story' };
}

function shareLink({ segments: [first, second, third] }: PlatformPage): PlatformItem | null {
  const id =
    first === 'share'
      ? (matching(third, CODE) ?? matching(second, CODE))
      : first === 's'
        ? matching(second, CODE)
        : null;
  return id === null ? null : { kind: 'link', id, rule: 'share-link', opaque: true };
}

function account({ segments: [first = '', second] }: PlatformPage): PlatformItem | null {
  const user = second === undefined || second === 'reels' || second === 'tagged' ? matching(first, USER) : null;
  return user === null || OWN_PAGES.has(user.toLowerCase())
    ? null
    : { kind: 'user', id: user.toLowerCase(), rule: 'user' };
}
