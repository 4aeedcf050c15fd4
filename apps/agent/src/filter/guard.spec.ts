import { describe, expect, it } from '@jest/globals';
import type { FeedItem } from '../state/entry.js';
import { ownGuard } from './guard.js';

const guard = ownGuard(['isp.example']);
const asked = (action: string, target: FeedItem['target']): string | undefined =>
  guard({ ...{ id: '1', sequence: 1, kind: 'block', reference: 'r', expiresAt: '' }, action, target })?.code;

describe('the provider’s own wall', () => {
  it('refuses what nobody may block, whoever asks', () => {
    expect(asked('block-domain', { domain: 'com.vn' })).toBe('would-overblock');
    expect(asked('block-host', { host: '192.0.2.1' })).toBe('would-overblock');
    expect(asked('block-host', { host: 'www.facebook.com' })).toBe('would-overblock');
  });

  it('refuses the provider’s own names and everything below them', () => {
    expect(asked('block-host', { host: 'mail.isp.example' })).toBe('would-overblock');
  });

  it('lets the rest through', () => {
    expect(asked('block-host', { host: 'vi-du.example.test' })).toBeUndefined();
    expect(asked('block-url', { url: 'http://vi-du.example.test/1' })).toBeUndefined();
  });
});
