import { describe, expect, it } from '@jest/globals';
import { accepted } from '../../test/text.js';
import { GUARD_ENTRIES } from '../index.js';
import { PLATFORMS } from './index.js';
import { PLATFORM_NAMES } from './platform.js';
import { NOT_ITEMS, OPAQUE, SHAPES } from '../../test/platform-shapes.js';

const shapes = Object.entries(SHAPES).flatMap(([key, texts]) => texts.map((text) => [text, key] as const));

describe('a platform item under its several addresses', () => {
  it.each(shapes)('%s → %s', (text, key) => {
    const target = accepted(text);
    expect(target.contentKey).toBe(key);
    expect(key.startsWith(`${target.platform ?? 'none'}:`)).toBe(true);
    expect(target.steps.at(-1)).toMatch(new RegExp(`^platform:${target.platform ?? 'none'}/`));
    expect(accepted(target.canonicalUrl)).toMatchObject({ contentKey: key, canonicalUrl: target.canonicalUrl });
  });

  it('has several shapes for each of the eight that the issue names', () => {
    for (const platform of ['youtube', 'facebook', 'tiktok', 'instagram', 'x', 'telegram', 'zalo', 'google-drive']) {
      const most = Object.entries(SHAPES).filter(([key]) => key.startsWith(`${platform}:`));
      expect(Math.max(...most.map(([, texts]) => texts.length))).toBeGreaterThanOrEqual(3);
    }
  });

  it('has a rule file for each name and a guarded name for each domain', () => {
    expect(PLATFORMS.map(({ name }) => name)).toEqual([...PLATFORM_NAMES]);
    const guarded = GUARD_ENTRIES.filter(({ covers }) => covers !== 'name-only').map(({ name }) => name);
    for (const domain of PLATFORMS.flatMap(({ domains }) => domains)) {
      expect(guarded.some((name) => domain === name || domain.endsWith(`.${name}`))).toBe(true);
    }
  });
});

describe('an address on a platform that is no item', () => {
  it.each(NOT_ITEMS)('%s keeps the key of its own URL', (text) => {
    expect(accepted(text).contentKey).toMatch(/^(?:url|host):/);
  });

  it.each([
    'https://youtube.com.example.test/watch?v=dQw4w9WgXcQ',
    'https://notyoutube.com/watch?v=dQw4w9WgXcQ',
    'https://www.youtube.com:8443/watch?v=dQw4w9WgXcQ',
  ])('%s is not the platform it imitates', (text) => {
    expect(accepted(text).contentKey).toMatch(/^url:/);
  });
});

describe('an opaque short link', () => {
  it.each(OPAQUE)('%s keeps a key of its own and is flagged', (text) => {
    const target = accepted(text);
    expect(target.flags).toContain('short-link');
    const code = new URL(target.canonicalUrl).pathname.split('/').filter(Boolean).at(-1) ?? '';
    expect(target.contentKey).toContain(code);
  });
});
