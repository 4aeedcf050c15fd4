import { matching } from './platform.js';
import { wordSet } from '../word-set.js';
import type { Platform, PlatformItem, PlatformPage } from './platform.js';

const NAME = /^[A-Za-z][A-Za-z0-9_]{3,31}$/;
const NUMBER = /^\d{1,20}$/;
const HASH = /^[A-Za-z0-9_-]{6,64}$/;
/** First path segments that are Telegram's own links, so never a name. */
const OWN_PAGES = wordSet(
  'joinchat addstickers addemoji addtheme addlist share proxy socks setlanguage login confirmphone invoice boost',
  'giftcode contact bg msg iv',
);

/**
 * t.me, telegram.me and telegram.dog serve the same names, also as `name.t.me` and under `/s/` (preview). A message
 * number is unique in its chat, so the topic in between does not matter. Invite codes are ids of their own.
 */
export const telegram: Platform = {
  name: 'telegram',
  domains: ['t.me', 'telegram.me', 'telegram.dog'],
  item(page) {
    const named = page.subdomain !== '' && page.subdomain !== 'www';
    const segments = named ? [page.subdomain, ...page.segments] : page.segments;
    return invite(segments) ?? collection(segments) ?? privateMessage(segments) ?? publicName(segments, page);
  },
};

function invite([first = '', second]: readonly string[]): PlatformItem | null {
  const hash = matching(
    first === 'joinchat' ? second : /^(?:\+|%2B|%20)/.test(first) ? first.replace(/^(?:\+|%2B|%20)/, '') : null,
    HASH,
  );
  if (hash === null) return null;
  return /^\d+$/.test(hash) && first !== 'joinchat'
    ? { kind: 'phone', id: hash, rule: 'phone' }
    : { kind: 'invite', id: hash, rule: 'invite' };
}

const COLLECTIONS: Readonly<Record<string, string>> = {
  addstickers: 'stickers',
  addemoji: 'emoji',
  addlist: 'folder',
  addtheme: 'theme',
};

function collection([first = '', second]: readonly string[]): PlatformItem | null {
  const kind = COLLECTIONS[first];
  return kind === undefined || second === undefined ? null : { kind, id: second, rule: first };
}

function privateMessage([first, chat, second, third]: readonly string[]): PlatformItem | null {
  const message = matching(third ?? second, NUMBER);
  return first === 'c' && chat !== undefined && NUMBER.test(chat) && message !== null
    ? { kind: 'message', id: `c/${chat}/${message}`, rule: 'private-message' }
    : null;
}

function publicName(segments: readonly string[], page: PlatformPage): PlatformItem | null {
  const preview = segments[0] === 's';
  const [first, second, third] = preview ? segments.slice(1) : segments;
  const name = matching(first, NAME)?.toLowerCase() ?? null;
  if (name === null || OWN_PAGES.has(name)) return null;
  if (second === 's' && page.subdomain === name) return null;
  const message = matching(third ?? second, NUMBER);
  if (message !== null)
    return { kind: 'message', id: `${name}/${message}`, rule: preview ? 'preview-message' : 'message' };
  return second === undefined ? { kind: 'name', id: name, rule: preview ? 'preview' : 'name' } : null;
}
