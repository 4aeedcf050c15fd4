import fc from 'fast-check';
import { identify } from '../src/index.js';
import type { AcceptedTarget } from '../src/index.js';

/** The accepted target of a text that a test expects to be one. */
export function accepted(text: string): AcceptedTarget {
  const target = identify(text);
  if (target.state !== 'accepted')
    throw new Error(`expected ${JSON.stringify(text)} to be accepted, it is ${target.reason}`);
  return target;
}

/** Any UTF-16, lone surrogates and NUL included. */
export const anyText = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
  .map((units) => String.fromCharCode(...units));

const PIECES = [
  ...[
    'http',
    'https',
    'hxxps',
    'ftp',
    'ttp',
    ':',
    '://',
    '/',
    '//',
    '\\',
    '?',
    '#',
    '&',
    '=',
    '+',
    ';',
    ',',
    '.',
    '..',
    '/./',
    '/../',
  ],
  ...[
    '[.]',
    '(dot)',
    '[:]',
    '[',
    ']',
    '(',
    ')',
    '{',
    '}',
    '<',
    '>',
    '"',
    "'",
    '*',
    '`',
    '|',
    '^',
    '~',
    '!',
    '@',
    '$',
    ' ',
    '\t',
    '\n',
    '\0',
  ],
  ...[
    '%',
    '%2',
    '%25',
    '25',
    '%2525',
    '%2e',
    '%2F',
    '%3F',
    '%23',
    '%26',
    '%5C',
    '%00',
    '%7F',
    '%ff',
    '%C3%A9',
    '%2B',
    '%2C',
    '%20',
  ],
  ...[
    '\u200b',
    '\u200d',
    '\u202e',
    '\ufeff',
    '\u00ad',
    '%E2%80%8B',
    '%E2',
    '%80',
    '%8B',
    '\ud800',
    'é',
    'e\u0301',
    'đ',
    'а',
    '食',
    '。',
  ],
  ...[
    'ｈｔｔｐ',
    '：',
    '／',
    '．',
    'xn--',
    'xn--mlat-zra',
    'a',
    'b',
    'A',
    '7',
    '127.0.0.1',
    '0x7f',
    '[::1]',
    'localhost',
    ':80',
    ':443',
    ':8443',
  ],
  ...[
    'example',
    '.com',
    '.test',
    '.vn',
    'www.',
    'm.',
    'utm_source=',
    'fbclid=1',
    'v=dQw4w9WgXcQ',
    'id=',
    'u=',
    'url=',
    'q=',
  ],
  ...[
    'www.youtube.com',
    'youtu.be',
    'watch',
    'shorts',
    'dQw4w9WgXcQ',
    'l.facebook.com/l.php?',
    'www.facebook.com',
    'permalink.php?story_fbid=1234567',
  ],
  ...[
    'www.google.com/url?',
    't.me',
    'zalo.me',
    '0912345678',
    'x.com',
    'status',
    '123456',
    'drive.google.com/file/d/',
    'vm.tiktok.com',
    'bit.ly',
  ],
];

const STARTS = [
  ...['', 'http://', 'https://', 'https://example.com/', 'http://a.example/?', 'https://l.facebook.com/l.php?u='],
  ...[
    'https://www.youtube.com/watch?',
    'https://youtu.be/',
    'https://www.facebook.com/',
    'https://m.facebook.com/story.php?story_fbid=1234567&',
  ],
  ...[
    'https://www.tiktok.com/@a.b/video/1234567890',
    'https://instagram.com/p/',
    'https://x.com/a/status/',
    'https://twitter.com/',
  ],
  ...[
    'https://t.me/',
    'https://t.me/s/',
    'https://zalo.me/',
    'https://drive.google.com/open?id=',
    'https://docs.google.com/document/d/',
  ],
];

/**
 * Text made of the pieces that URLs, pastes and attacks are made of: reaches the corners that {@link anyText} never
 * hits.
 */
export const urlishText = fc
  .tuple(fc.constantFrom(...STARTS), fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }))
  .map(([start, pieces]) => start + pieces.join(''));
