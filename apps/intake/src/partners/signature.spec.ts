import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { WINDOW_SECONDS, faultOf } from './signature.js';

const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const OTHER = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;
const NOW = 1_800_000_000;
const body = Buffer.from('{"urls":["http://a.example.test/"]}');
const id = 'msg_0123456789abcdef';
const sign = (secret: string, text: string): string =>
  `v1,${createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
    .update(text)
    .digest('base64')}`;
const signed = (more: object = {}) => ({
  ...{ id, timestamp: String(NOW), body, signature: sign(SECRET, `${id}.${String(NOW)}.${body.toString()}`) },
  ...more,
});
const at = (seconds: number) =>
  signed({ timestamp: String(seconds), signature: sign(SECRET, `${id}.${String(seconds)}.${body.toString()}`) });

describe('a partner’s signature', () => {
  it('is good with either secret while they are exchanged, and beside one of another version', () => {
    expect(faultOf(signed(), [SECRET], NOW)).toBeNull();
    expect(faultOf(signed(), [OTHER, SECRET], NOW)).toBeNull();
    expect(faultOf(signed({ signature: `v2,xxx ${signed().signature}` }), [SECRET], NOW)).toBeNull();
  });

  it('is good for five minutes to either side, and no longer', () => {
    expect([-WINDOW_SECONDS, WINDOW_SECONDS].map((off) => faultOf(at(NOW + off), [SECRET], NOW))).toEqual([null, null]);
    const beyond = [-WINDOW_SECONDS - 1, WINDOW_SECONDS + 1];
    expect(beyond.map((off) => faultOf(at(NOW + off), [SECRET], NOW))).toEqual(['out-of-window', 'out-of-window']);
  });

  it.each([
    ['another body', { body: Buffer.from('{}') }, 'no-match'],
    ['another id', { id: 'msg_0123456789abcdeg' }, 'no-match'],
    ['another moment', { timestamp: String(NOW + 1) }, 'no-match'],
    ['another secret', { signature: sign(OTHER, `${id}.${String(NOW)}.${body.toString()}`) }, 'no-match'],
    ['a cut signature', { signature: 'v1,AAAA' }, 'no-match'],
    ['no signature', { signature: '' }, 'missing'],
    ['no id', { id: '' }, 'missing'],
    ['an id with a dot, which could be read as something else', { id: 'msg_0123456789.abcdef' }, 'missing'],
    ['a moment that is no number', { timestamp: '1e9' }, 'missing'],
  ])('is not good with %s', (_, more, fault) => {
    expect(faultOf(signed(more), [SECRET], NOW)).toBe(fault);
  });
});
