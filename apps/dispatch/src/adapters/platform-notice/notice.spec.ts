import { describe, expect, it } from '@jest/globals';
import { PlatformNotice } from '#libs/contracts';
import type { RequestItem } from '#libs/contracts';
import { AnswerLinks } from '../../answer-link/answer-links.js';
import { noticeOf } from './notice.js';

const item: RequestItem = {
  id: '0196a000-0000-7000-8000-000000000001',
  sequence: 7,
  kind: 'block',
  order: '0196a000-0000-7000-8000-000000000002',
  reference: 'LC-2026-0001',
  action: 'remove-content',
  target: { url: 'https://nen-tang.example.test/bai/1' },
  category: 'bullying',
  legalBasis: 'nd-147-2024',
  statement: 'Yêu cầu ngăn chặn, gỡ bỏ mã LC-2026-0001.',
  // Already the second of March in Vietnam.
  issuedAt: '2026-03-01T18:00:00.000Z',
  dueAt: '2026-03-02T18:00:00.000Z',
  expiresAt: '2026-05-30T16:59:59.000Z',
};

describe('a platform’s notice', () => {
  it('is what its published form says, for a request and for its lift', () => {
    expect(PlatformNotice.parse(noticeOf(item))).toEqual(noticeOf(item));
    expect(PlatformNotice.parse(noticeOf({ ...item, kind: 'lift' })).kind).toBe('lift');
  });

  it('has the same bytes whatever the category, the order and the place in the feed', () => {
    const { category: _, ...secret } = item;
    const others: RequestItem[] = [
      secret,
      { ...item, category: 'privacy-leak' },
      { ...item, sequence: 8, stillBlocked: true },
      { ...item, order: '0196a000-0000-7000-8000-000000000003' },
    ];
    const links = new AnswerLinks(Buffer.alloc(32, 1));
    const bytesOf = (of: RequestItem) => JSON.stringify(noticeOf(of, links.url('https://la-chan.example.test', of)));
    for (const other of others) expect(bytesOf(other)).toBe(bytesOf(item));
  });

  it('names the days of Vietnam, and no end on a lift', () => {
    const dates = noticeOf(item).statement_of_reasons;
    expect([dates.application_date, dates.end_date_visibility_restriction]).toEqual(['2026-03-02', '2026-05-30']);
    const lift = noticeOf({ ...item, kind: 'lift' }).statement_of_reasons;
    expect(lift).not.toHaveProperty('end_date_visibility_restriction');
    expect(lift.illegal_content_explanation.en).toContain('restore access');
  });

  it('asks for preservation with every removal and with nothing else', () => {
    const text = (action: RequestItem['action']) => {
      const { illegal_content_explanation: words } = noticeOf({ ...item, action }).statement_of_reasons;
      return words.en;
    };
    expect(text('remove-content')).toContain('preserve');
    expect(text('stop-sharing')).not.toContain('preserve');
  });
});
