import { matching } from './platform.js';
import type { Platform } from './platform.js';

const VIDEO = /^x[a-z0-9]{4,9}$/;

/** A video's id comes before an optional title (`x8abcde_title`); dai.ly and the player serve the same videos. */
export const dailymotion: Platform = {
  name: 'dailymotion',
  domains: ['dailymotion.com', 'dai.ly'],
  item({ host, subdomain, segments: [first, second, third], param }) {
    if (!['', 'www', 'geo', 'touch'].includes(subdomain)) return null;
    const candidate = host.endsWith('dai.ly')
      ? first
      : first === 'video'
        ? second
        : first === 'embed' && second === 'video'
          ? third
          : first?.startsWith('player') === true
            ? param('video')
            : null;
    const id = matching(candidate?.split('_')[0], VIDEO);
    return id === null ? null : { kind: 'video', id, rule: host.endsWith('dai.ly') ? 'dai.ly' : (first ?? 'video') };
  },
};
