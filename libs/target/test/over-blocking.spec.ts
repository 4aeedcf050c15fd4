import { describe, expect, it } from '@jest/globals';
import { guard } from '../src/index.js';
import type { Action } from '../src/index.js';
import { accepted } from './text.js';

/**
 * Blocks that really happened and took down what nobody meant. Facts from the press of the days named; each must be
 * impossible here.
 */
interface Accident {
  readonly when: string;
  readonly what: string;
  readonly blocked: readonly string[];
  readonly actions: readonly Action[];
}

const ACCIDENTS: readonly Accident[] = [
  {
    when: '2024-10-19',
    what: 'Piracy Shield (Italy) blocked the download host of Google Drive for hours',
    blocked: ['drive.usercontent.google.com', 'https://drive.usercontent.google.com/', 'usercontent.google.com'],
    actions: ['block-host', 'block-domain', 'block-url', 'restrict-age'],
  },
  {
    when: '2024-10-19',
    what: 'the same ticket hit a cache of YouTube',
    blocked: ['rr1---sn-ab5l6ndy.googlevideo.com', 'googlevideo.com', 'yt3.googleusercontent.com'],
    actions: ['block-host', 'block-domain'],
  },
  {
    when: '2024-02-24',
    what: 'Piracy Shield blocked an address of Cloudflare, with thousands of unrelated sites behind it',
    blocked: [
      '188.114.97.7',
      'http://188.114.97.7/',
      'http://3161612551/',
      'http://0xbc726107/',
      'http://[::ffff:188.114.97.7]/',
    ],
    actions: ['block-host', 'block-domain', 'block-url', 'restrict-age'],
  },
  {
    when: '2024-02',
    what: 'Piracy Shield blocked addresses and names of the CDN Zenlayer',
    blocked: ['zenlayer.com', 'cdn.zenlayer.com'],
    actions: ['block-host', 'block-domain'],
  },
  {
    when: '2024, in several countries',
    what: 'public resolvers were redirected or ordered to block, and families lost the filter they had chosen',
    blocked: [
      'dns.google',
      'one.one.one.one',
      '8.8.8.8',
      '1.1.1.1',
      'dns.quad9.net',
      'familyshield.opendns.com',
      'http://[2001:4860:4860::8888]/',
    ],
    actions: ['block-host', 'block-domain'],
  },
  {
    when: 'every year',
    what: 'one bad page made a filter block the platform, the cloud or the suffix that carries it',
    blocked: [
      'www.youtube.com',
      'github.io',
      'raw.githubusercontent.com',
      'blogspot.com',
      'amazonaws.com',
      's3.amazonaws.com',
      'wordpress.com',
      'cdnjs.cloudflare.com',
      'edu.vn',
      'gov.vn',
      'com.vn',
      'http://vn/',
    ],
    actions: ['block-host', 'block-domain'],
  },
];

describe.each(ACCIDENTS)('$when: $what', ({ blocked, actions }) => {
  it.each(blocked.flatMap((text) => actions.map((action) => [text, action] as const)))(
    '%s cannot be reached by %s',
    (text, action) => {
      expect(guard(accepted(text), action).verdict).toBe('stopped');
    },
  );
});

describe('the narrow way stays open', () => {
  it('the item itself can be asked of the one who holds it', () => {
    for (const text of [
      'https://drive.usercontent.google.com/download?id=1AbCdEfGhIjKlMnOpQrStUvWxYz',
      'https://www.youtube.com/watch?v=dQw4w9WgXcQ',
      'https://raw.githubusercontent.com/ten/kho/main/tep.txt',
      'http://188.114.97.7/anh/1',
    ]) {
      expect(guard(accepted(text), 'remove-content').verdict).toBe('allowed');
    }
  });
});
