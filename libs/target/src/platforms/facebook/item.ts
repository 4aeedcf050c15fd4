import { matching } from '../platform.js';
import type { PlatformItem, PlatformPage } from '../platform.js';

const NUMBER = /^\d{5,25}$/;
const POST = /^(?:\d{5,25}|pfbid[A-Za-z0-9]{10,120})$/;
const CODE = /^[A-Za-z0-9_-]{5,40}$/;
const STORY = /^[A-Za-z0-9_=-]{5,120}$/;

/** A video, post, photo, story or share link: one thing that somebody put on Facebook. */
export function item(page: PlatformPage): PlatformItem | null {
  return video(page) ?? photo(page) ?? post(page) ?? story(page) ?? shareLink(page);
}

/** Reels are videos: `watch?v=` opens them by the same number. */
function video({ segments, param }: PlatformPage): PlatformItem | null {
  const [first = '', second] = segments;
  const asVideo = (id: string | null, rule: string): PlatformItem | null =>
    id === null ? null : { kind: 'video', id, rule };
  if (first === 'watch' || first === 'video.php') {
    if (second === 'live') return asVideo(matching(param('ref'), NUMBER) ?? matching(param('v'), NUMBER), 'watch-live');
    return asVideo(matching(param('v'), NUMBER), first === 'watch' ? 'watch' : 'video.php');
  }
  if (first === 'reel' || first === 'reels') return asVideo(matching(second, NUMBER), 'reel');
  if (first === 'video' && second === 'embed') return asVideo(matching(param('video_id'), NUMBER), 'video-embed');
  const at = segments.indexOf('videos');
  if (at < 1) return null;
  return asVideo(matching(segments.at(-1), NUMBER), 'videos');
}

function photo({ segments, param }: PlatformPage): PlatformItem | null {
  const [first = ''] = segments;
  const asPhoto = (id: string | null, rule: string): PlatformItem | null =>
    id === null ? null : { kind: 'photo', id, rule };
  if (first === 'photo.php' || first === 'photo') return asPhoto(matching(param('fbid'), NUMBER), 'fbid');
  const at = segments.indexOf('photos');
  return at < 1 || at === segments.length - 1 ? null : asPhoto(matching(segments.at(-1), NUMBER), 'photos');
}

/** A post has one number under its owner's name, in `permalink.php`, in `story.php` and in its group. */
function post({ segments, param }: PlatformPage): PlatformItem | null {
  const [first = '', second, third, fourth] = segments;
  const asPost = (id: string | null, rule: string): PlatformItem | null =>
    id === null ? null : { kind: 'post', id, rule };
  if (first === 'permalink.php' || first === 'story.php') {
    return asPost(matching(param('story_fbid') ?? param('fbid'), POST), first.replace('.php', ''));
  }
  if (first === 'groups') {
    const shaped = third === 'posts' || third === 'permalink' ? matching(fourth, POST) : null;
    return asPost(shaped ?? matching(param('multi_permalinks')?.split(/,|%2C/)[0], POST), 'group-post');
  }
  return second === 'posts' ? asPost(matching(segments.length > 2 ? segments.at(-1) : null, POST), 'posts') : null;
}

function story({ segments: [first, owner, id] }: PlatformPage): PlatformItem | null {
  const found = first === 'stories' && matching(owner, NUMBER) !== null ? matching(id, STORY) : null;
  return found === null ? null : { kind: 'story', id: found, rule: 'story' };
}

/**
 * `/share/v/…`, `/share/p/…`, `/share/r/…` and `/share/…` redirect; the letter only says what kind of thing waits
 * behind.
 */
function shareLink({ segments: [first, second, third] }: PlatformPage): PlatformItem | null {
  const code = first === 'share' ? (matching(third, CODE) ?? matching(second, CODE)) : null;
  return code === null ? null : { kind: 'link', id: code, rule: 'share-link', opaque: true };
}
