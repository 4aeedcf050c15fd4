import { matching } from '../platform.js';
import { wordSet } from '../../word-set.js';
import type { PlatformItem, PlatformPage } from '../platform.js';

const NUMBER = /^\d{5,25}$/;
const GROUP = /^[A-Za-z0-9.]{3,60}$/;
const NAME = /^[A-Za-z0-9.]{5,60}$/;
/** First path segments that are Facebook's own pages, so never somebody's name. */
const OWN_PAGES = wordSet(
  'watch reel reels groups events pages people marketplace help login gaming games hashtag stories share sharer dialog',
  'plugins policies privacy settings messages notifications friends bookmarks photo video public search business legal',
  'about memories saved media ads live places recover reg careers terms checkpoint',
);
const PROFILE_TABS = wordSet('about photos videos reels friends posts mentions followers following');

/** A group, event, album, profile or page: a place where items are. */
export function place(page: PlatformPage): PlatformItem | null {
  return group(page) ?? numbered(page) ?? profile(page);
}

function group({ segments: [first, second, third] }: PlatformPage): PlatformItem | null {
  const id =
    first === 'groups' && (third === undefined || ['about', 'media', 'members', 'files'].includes(third))
      ? matching(second, GROUP)
      : null;
  return id === null ? null : { kind: 'group', id: id.toLowerCase(), rule: 'group' };
}

function numbered({ segments, param }: PlatformPage): PlatformItem | null {
  const [first, second, third] = segments;
  const as = (kind: string, id: string | null, rule: string): PlatformItem | null =>
    id === null ? null : { kind, id, rule };
  if (first === 'events') return as('event', matching(segments.at(-1), NUMBER), 'event');
  if (first === 'profile.php') return as('profile', matching(param('id'), NUMBER), 'profile-id');
  if (first === 'people') return as('profile', matching(third, NUMBER), 'people');
  if (first === 'pages') return as('profile', pageNumber(segments), 'pages');
  if (first === 'hashtag') return as('tag', second?.toLowerCase() ?? null, 'tag');
  const album =
    first === 'media' && second === 'set'
      ? /^(?:a|pb|vb|oa|g|p)\.([0-9.-]{5,60})$/.exec(param('set') ?? '')?.[1]
      : undefined;
  return as('album', album?.split('.')[0] ?? null, 'album');
}

/** `/pages/Name/123`, `/pages/category/Kind/Name-123`. */
function pageNumber(segments: readonly string[]): string | null {
  return /(?:^|-)(\d{5,25})$/.exec(segments.at(-1) ?? '')?.[1] ?? null;
}

/** Facebook ignores dots and case in names, and a bare number in the place of a name is the profile's number. */
function profile({ segments: [first = '', second, third] }: PlatformPage): PlatformItem | null {
  if (third !== undefined || (second !== undefined && !PROFILE_TABS.has(second))) return null;
  if (NUMBER.test(first)) return { kind: 'profile', id: first, rule: 'number' };
  const dashed = /-(\d{10,25})$/.exec(first)?.[1];
  if (dashed !== undefined) return { kind: 'profile', id: dashed, rule: 'name-number' };
  const name = matching(first, NAME)?.toLowerCase() ?? null;
  return name === null || OWN_PAGES.has(name) || name.endsWith('.php')
    ? null
    : { kind: 'name', id: name.replaceAll('.', ''), rule: 'name' };
}
