import { matching } from './platform.js';
import type { Platform } from './platform.js';

const NUMBER = /^\d{5,12}$/;

/** A video's number stands last but for the hash of an unlisted one; the player's host serves the same videos. */
export const vimeo: Platform = {
  name: 'vimeo',
  domains: ['vimeo.com'],
  item({ subdomain, segments }) {
    if (!['', 'www', 'player'].includes(subdomain)) return null;
    const [first, second, third, fourth] = segments;
    const plain = matching(first, NUMBER);
    if (plain !== null) return { kind: 'video', id: plain, rule: 'video' };
    const id =
      first === 'video' || first === 'videos'
        ? matching(second, NUMBER)
        : first === 'channels' || first === 'showcase' || first === 'album'
          ? (matching(third, NUMBER) ?? matching(fourth, NUMBER))
          : first === 'groups' && third === 'videos'
            ? matching(fourth, NUMBER)
            : null;
    return id === null ? null : { kind: 'video', id, rule: first === 'video' ? 'player' : (first ?? 'video') };
  },
};
