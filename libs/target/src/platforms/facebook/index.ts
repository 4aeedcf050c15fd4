import type { Platform } from '../platform.js';
import { place } from './place.js';
import { item } from './item.js';

const HOSTS = /^(?:|www|m|mbasic|mobile|touch|web|x|d|iphone|free|0|upload|business|[a-z]{2}-[a-z]{2})$/;

/**
 * Facebook serves the same numbers under its desktop, phone, basic and language hosts. `pfbid…` ids are written anew
 * for each viewer and only Facebook can read them, so they do not meet the number of the same post.
 */
export const facebook: Platform = {
  name: 'facebook',
  domains: ['facebook.com', 'fb.com', 'fb.watch', 'fb.me'],
  item(page) {
    if (page.host === 'fb.watch' || page.host === 'fb.me') return null;
    return HOSTS.test(page.subdomain) ? (item(page) ?? place(page)) : null;
  },
};
