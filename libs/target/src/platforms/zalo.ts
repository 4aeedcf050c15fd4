import { matching } from './platform.js';
import { wordSet } from '../word-set.js';
import type { Platform, PlatformItem, PlatformPage } from './platform.js';

const CODE = /^[A-Za-z0-9_-]{5,40}$/;
const ACCOUNT = /^\d{15,22}$/;
const PHONE = /^(?:(?:\+|%2B|%20)?84|0)([1-9]\d{7,9})$/;
const NAME = /^[A-Za-z][A-Za-z0-9_.-]{2,49}$/;
/** First path segments of zalo.me that are Zalo's own pages, so never a name. */
const OWN_PAGES = wordSet('g s pc app download qr oa about faq policy terms vi en share');

/**
 * A person is reached by telephone number (written with 0 or 84), by name or by the code of a QR card; an official
 * account by its long number; a group by its code; a mini app under `/s/`. Only Zalo can map one of these to another.
 */
export const zalo: Platform = {
  name: 'zalo',
  domains: ['zalo.me', 'zaloapp.com'],
  item(page) {
    if (page.host === 'zaloapp.com' || page.host === 'www.zaloapp.com') return card(page);
    if (page.host === 'chat.zalo.me') return person(page.param('phone'), 'chat');
    if (page.host === 'oa.zalo.me')
      return account(matching(page.segments[0], ACCOUNT) ?? page.param('oaid') ?? page.param('id'), 'oa-host');
    return page.subdomain === '' || page.subdomain === 'www' ? ownHost(page) : null;
  },
};

function ownHost({ segments: [first = '', second] }: PlatformPage): PlatformItem | null {
  if (first === 'g') return coded('group', second, 'group');
  if (first === 's') return coded('mini-app', second, 'mini-app');
  if (first === 'oa') return account(second, 'oa');
  if (second !== undefined) return null;
  const found = account(first, 'account') ?? person(first, 'phone');
  if (found !== null) return found;
  const name = matching(first, NAME)?.toLowerCase() ?? null;
  return name === null || OWN_PAGES.has(name) ? null : { kind: 'name', id: name, rule: 'name' };
}

function card({ segments: [first, second, third] }: PlatformPage): PlatformItem | null {
  if (first === 'qr')
    return second === 'g' ? coded('group', third, 'card-group') : coded('card', second === 'p' ? third : null, 'card');
  return first === 'g' ? coded('group', second, 'card-group') : null;
}

function coded(kind: string, code: string | null | undefined, rule: string): PlatformItem | null {
  const id = matching(code, CODE)?.toLowerCase() ?? null;
  return id === null ? null : { kind, id, rule };
}

function account(number: string | null | undefined, rule: string): PlatformItem | null {
  const id = matching(number, ACCOUNT);
  return id === null ? null : { kind: 'official-account', id, rule };
}

/** Telephone numbers are kept as 84… so that both spellings are one key. */
function person(phone: string | null | undefined, rule: string): PlatformItem | null {
  const subscriber = PHONE.exec(phone ?? '')?.[1];
  return subscriber === undefined ? null : { kind: 'phone', id: `84${subscriber}`, rule };
}
