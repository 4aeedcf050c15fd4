import type { CanonicalParts } from '../canonical.js';
import { dailymotion } from './dailymotion.js';
import { discord } from './discord.js';
import { facebook } from './facebook/index.js';
import { googleDrive } from './google-drive.js';
import { instagram } from './instagram.js';
import type { Platform, PlatformItem } from './platform.js';
import { telegram } from './telegram.js';
import { threads } from './threads.js';
import { tiktok } from './tiktok.js';
import { vimeo } from './vimeo.js';
import { x } from './x.js';
import { youtube } from './youtube.js';
import { zalo } from './zalo.js';

/** Every platform with offline rules. Adding one here may merge hosts: it changes CANONICALISER_VERSION. */
export const PLATFORMS: readonly Platform[] = [
  youtube,
  facebook,
  tiktok,
  instagram,
  threads,
  x,
  telegram,
  zalo,
  googleDrive,
  discord,
  vimeo,
  dailymotion,
];

const BY_DOMAIN = new Map(
  PLATFORMS.flatMap((platform) => platform.domains.map((domain) => [domain, platform] as const)),
);

/**
 * The platform of a host, found by the domains the platform lists (never by the public suffix list, which may change
 * under us).
 */
export function platformOf(host: string): { readonly platform: Platform; readonly domain: string } | null {
  let name = host;
  for (;;) {
    const platform = BY_DOMAIN.get(name);
    if (platform !== undefined) return { platform, domain: name };
    const dot = name.indexOf('.');
    if (dot < 0) return null;
    name = name.slice(dot + 1);
  }
}

/** What a canonical place is on its platform; an address with a port of its own is never an item. */
export function itemOn(platform: Platform, domain: string, parts: CanonicalParts): PlatformItem | null {
  if (parts.port !== '' || parts.scheme === 'ftp') return null;
  return platform.item({
    host: parts.host,
    subdomain: parts.host === domain ? '' : parts.host.slice(0, -domain.length - 1),
    segments: parts.path.split('/').filter((segment) => segment !== ''),
    param: (name) => firstValue(parts.query, name),
  });
}

function firstValue(query: string | null, name: string): string | null {
  if (query === null) return null;
  const piece = query.split('&').find((candidate) => candidate.startsWith(`${name}=`));
  return piece === undefined ? null : piece.slice(name.length + 1);
}
