import type { CanonicalParts } from './canonical.js';

/**
 * Addresses that platforms put before an outgoing link to count clicks. What was reported is the address inside, and it
 * stands there in full, so it can be read offline. Each row: host, path, the parameters that may hold the address, what
 * to put before a relative one.
 */
interface LinkShim {
  readonly name: string;
  readonly hosts: readonly string[];
  readonly path: RegExp;
  readonly params: readonly string[];
  readonly base?: string;
}

const SHIMS: readonly LinkShim[] = [
  {
    name: 'facebook-link',
    hosts: ['l.facebook.com', 'lm.facebook.com', 'www.facebook.com', 'm.facebook.com'],
    path: /^\/l\.php$/,
    params: ['u'],
  },
  { name: 'facebook-warning', hosts: ['www.facebook.com', 'm.facebook.com'], path: /^\/flx\/warn\/?$/, params: ['u'] },
  {
    name: 'facebook-embed',
    hosts: ['www.facebook.com'],
    path: /^\/(?:v[\d.]+\/)?plugins\/(?:post|video)\.php$/,
    params: ['href'],
  },
  { name: 'instagram-link', hosts: ['l.instagram.com'], path: /^\/$/, params: ['u'] },
  { name: 'threads-link', hosts: ['l.threads.com', 'l.threads.net'], path: /^\/$/, params: ['u'] },
  {
    name: 'google-link',
    hosts: ['www.google.com', 'google.com', 'www.google.com.vn'],
    path: /^\/url$/,
    params: ['q', 'url'],
  },
  {
    name: 'youtube-link',
    hosts: ['www.youtube.com', 'm.youtube.com', 'youtube.com'],
    path: /^\/redirect$/,
    params: ['q'],
  },
  {
    name: 'youtube-attribution',
    hosts: ['www.youtube.com', 'm.youtube.com', 'youtube.com'],
    path: /^\/attribution_link$/,
    params: ['u'],
    base: 'https://www.youtube.com',
  },
  { name: 'youtube-embed', hosts: ['www.youtube.com', 'youtube.com'], path: /^\/oembed$/, params: ['url'] },
  { name: 'tiktok-link', hosts: ['www.tiktok.com'], path: /^\/link\/v2$/, params: ['target'] },
  { name: 'tumblr-link', hosts: ['t.umblr.com'], path: /^\/redirect$/, params: ['z'] },
  { name: 'vk-link', hosts: ['vk.com', 'm.vk.com', 'away.vk.com'], path: /^\/away\.php$/, params: ['to'] },
  { name: 'telegram-share', hosts: ['t.me', 'telegram.me'], path: /^\/share\/url$/, params: ['url'] },
];

const BY_HOST = new Map<string, LinkShim[]>();
for (const shim of SHIMS) for (const host of shim.hosts) BY_HOST.set(host, [...(BY_HOST.get(host) ?? []), shim]);

/**
 * The addresses that may stand inside a shim, most literal first: as the reported text holds it, then as the canonical
 * form does.
 */
export function insideShim(
  url: URL,
  parts: CanonicalParts,
): { readonly name: string; readonly texts: readonly string[] } | null {
  if (parts.query === null || parts.port !== '') return null;
  const shim = BY_HOST.get(parts.host)?.find((candidate) => candidate.path.test(parts.path));
  if (shim === undefined) return null;
  const canonical = new URLSearchParams(parts.query);
  const texts = [url.searchParams, canonical].flatMap((params) => shim.params.map((name) => params.get(name)));
  return { name: shim.name, texts: texts.filter((text) => text !== null).map((text) => withBase(text, shim.base)) };
}

function withBase(text: string, base: string | undefined): string {
  return base !== undefined && text.startsWith('/') ? base + text : text;
}
