import { matching } from './platform.js';
import { wordSet } from '../word-set.js';
import type { Platform, PlatformItem, PlatformPage } from './platform.js';

const VIDEO = /^[A-Za-z0-9_-]{11}$/;
const LIST = /^[A-Za-z0-9_-]{2,64}$/;
const CHANNEL = /^UC[A-Za-z0-9_-]{22}$/;
const NAME = /^[^/]{1,120}$/;
const TABS = wordSet(
  'featured videos shorts streams live playlists community posts podcasts releases about channels search',
);
const HOSTS = new Set(['', 'www', 'm', 'music', 'gaming', 'kids', 'tv']);

/**
 * Video ids are eleven characters, case-sensitive, and the same under watch, shorts, live, embed and youtu.be. A
 * channel's tabs are the channel. `@handle`, `/c/` and `/user/` names are separate namespaces that only YouTube can map
 * to a channel id.
 */
export const youtube: Platform = {
  name: 'youtube',
  domains: ['youtube.com', 'youtu.be', 'youtube-nocookie.com', 'youtubekids.com'],
  item(page) {
    if (!HOSTS.has(page.subdomain)) return null;
    return page.host.endsWith('youtu.be') ? shortHost(page) : (video(page) ?? collection(page) ?? channel(page));
  },
};

function shortHost(page: PlatformPage): PlatformItem | null {
  const id = matching(page.segments[0], VIDEO);
  return id === null ? null : { kind: 'video', id, rule: 'youtu.be' };
}

function video(page: PlatformPage): PlatformItem | null {
  const [shape = '', second] = page.segments;
  switch (shape) {
    case 'watch':
    case 'watch_popup': {
      const id = matching(page.param('v'), VIDEO) ?? matching(second, VIDEO);
      return id === null ? null : { kind: 'video', id, rule: 'watch' };
    }
    case 'shorts':
    case 'live':
    case 'embed':
    case 'v':
    case 'e':
    case 'vi': {
      const id = matching(second, VIDEO);
      return id === null || id === 'videoseries' || id === 'live_stream' ? null : { kind: 'video', id, rule: shape };
    }
    default:
      return null;
  }
}

function collection(page: PlatformPage): PlatformItem | null {
  const [shape, second] = page.segments;
  if (shape === 'playlist' || (shape === 'embed' && second === 'videoseries')) {
    const id = matching(page.param('list'), LIST);
    return id === null ? null : { kind: 'playlist', id, rule: 'playlist' };
  }
  if (shape !== 'post' && shape !== 'clip') return null;
  const id = matching(second, LIST);
  return id === null ? null : { kind: shape, id, rule: shape };
}

function channel(page: PlatformPage): PlatformItem | null {
  const [shape = '', second, third] = page.segments;
  if (shape.startsWith('@')) {
    return second === undefined || TABS.has(second)
      ? { kind: 'handle', id: shape.toLowerCase(), rule: 'handle' }
      : null;
  }
  if (third !== undefined && !TABS.has(third)) return null;
  if (shape === 'channel') {
    const id = matching(second, CHANNEL);
    return id === null ? null : { kind: 'channel', id, rule: 'channel' };
  }
  const id = matching(second, NAME);
  return (shape === 'c' || shape === 'user') && id !== null ? { kind: shape, id: id.toLowerCase(), rule: shape } : null;
}
