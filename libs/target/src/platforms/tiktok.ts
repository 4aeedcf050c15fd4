import { matching } from './platform.js';
import type { Platform, PlatformItem, PlatformPage } from './platform.js';

const POST = /^\d{8,20}$/;
const CODE = /^[A-Za-z0-9]{5,16}$/;
const USER = /^@[A-Za-z0-9._]{1,32}$/;
const HOSTS = new Set(['', 'www', 'm']);

/**
 * A post has one number whoever's name stands before it (TikTok redirects a wrong name) and whether it is a video or a
 * photo series. `/t/` links are opaque.
 */
export const tiktok: Platform = {
  name: 'tiktok',
  domains: ['tiktok.com'],
  item(page) {
    if (!HOSTS.has(page.subdomain)) return null;
    return shortLink(page) ?? post(page) ?? account(page);
  },
};

/** `vm.` and `vt.` hosts are left to the list of short-link hosts: nobody says that their codes are one namespace. */
function shortLink({ segments: [first, second] }: PlatformPage): PlatformItem | null {
  const id = first === 't' ? matching(second, CODE) : null;
  return id === null ? null : { kind: 'link', id, rule: 't-link', opaque: true };
}

function post({ segments }: PlatformPage): PlatformItem | null {
  const [first = '', second, third] = segments;
  const asPost = (id: string | null, rule: string): PlatformItem | null =>
    id === null ? null : { kind: 'video', id, rule };
  if (first.startsWith('@') && (second === 'video' || second === 'photo')) return asPost(matching(third, POST), second);
  if (first === 'v') return asPost(matching(second?.replace(/\.html$/, ''), POST), 'v');
  if (first === 'embed') return asPost(matching(second, POST) ?? matching(third, POST), 'embed');
  if (first === 'player' && second === 'v1') return asPost(matching(third, POST), 'player');
  return first === 'share' && second === 'video' ? asPost(matching(third, POST), 'share') : null;
}

function account({ segments: [first, second, third] }: PlatformPage): PlatformItem | null {
  const user = matching(first, USER);
  if (user !== null && second === undefined) return { kind: 'user', id: user.toLowerCase(), rule: 'user' };
  if (user !== null && second === 'live' && third === undefined)
    return { kind: 'live', id: user.toLowerCase(), rule: 'live' };
  if (first === 'tag' && second !== undefined) return { kind: 'tag', id: second.toLowerCase(), rule: 'tag' };
  const music = first === 'music' ? /(?:^|-)(\d{8,20})$/.exec(second ?? '')?.[1] : undefined;
  return music === undefined ? null : { kind: 'music', id: music, rule: 'music' };
}
