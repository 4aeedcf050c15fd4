import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ACTIONS, keysOf } from '#libs/contracts';
import { ORDER } from '../../test/cases.js';
import { referenceOf } from './reference.js';
import { statementOf, vietnameseDate, type OutwardDecision, type StatementFacts } from './statement.js';

const facts: StatementFacts = {
  decision: 'order',
  reference: 'LC-0123-4567-89AB',
  action: 'block-host',
  citation: 'Luật Trẻ em, Điều 54',
  issuedAt: '2026-02-28T18:00:00.000Z',
  expiresAt: '2026-05-30T02:00:00.000Z',
};
const DECISIONS: OutwardDecision[] = ['order', 'letter', 'lift', 'review-upheld', 'review-rejected'];

describe('the reference of an order', () => {
  it('is the same for the same order and reads over the telephone', () => {
    expect(referenceOf(ORDER)).toBe(referenceOf(ORDER));
    expect(referenceOf('6f1c2d3e-4a5b-5c6d-8e7f-0123456789ab')).toBe('LC-WZR1-4D2P-F2DB');
    expect(referenceOf('6F1C2D3E-4A5B-5C6D-8E7F-0123456789AB')).toBe('LC-WZR1-4D2P-F2DB');
    expect(referenceOf('00000000-0000-0000-0000-000000000000')).toBe('LC-0000-0000-0000');
    expect(referenceOf('ffffffff-ffff-ffff-ffff-ffffffffffff')).toBe('LC-ZZZZ-ZZZZ-ZZZZ');
  });

  it('differs wherever the last 60 bits differ', () => {
    const hex = fc.stringMatching(/^[0-9a-f]{15}$/);
    fc.assert(
      fc.property(hex, hex, (one, other) => {
        const reference = (tail: string) => referenceOf(`6f1c2d3e-4a5b-5c6d-8${tail}`);
        expect(reference(one) === reference(other)).toBe(one === other);
        expect(reference(one)).toMatch(/^LC-[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
      }),
    );
  });

  it('is made of a UUID or not at all', () => {
    expect(() => referenceOf('order-1')).toThrow('found "order-1"');
  });
});

describe('outward text', () => {
  it('says what is asked, on which basis, until when, and how to object', () => {
    expect(statementOf(facts)).toBe(
      'Yêu cầu ngăn chặn, gỡ bỏ mã LC-0123-4567-89AB, ngày 01/03/2026: đề nghị ngăn chặn tên máy chủ nêu trong yêu cầu. ' +
        'Căn cứ: Luật Trẻ em, Điều 54. Yêu cầu có hiệu lực đến ngày 30/05/2026. ' +
        'Tổ chức, cá nhân bị ảnh hưởng có quyền đề nghị xem xét lại và cần nêu mã yêu cầu này.',
    );
  });

  it('asks for preservation with every removal, so that the sentence tells no category', () => {
    expect(statementOf({ ...facts, action: 'remove-content' })).toContain('lưu giữ nguyên trạng dữ liệu');
    expect(statementOf(facts)).not.toContain('lưu giữ');
  });

  it('gives equal bytes for equal facts, whatever else is known of the order', () => {
    const more = { ...facts, category: 'csam', unit: 'lam-dong', reason: 'a note', reporter: 'somebody' };
    for (const decision of DECISIONS) {
      expect(statementOf({ ...more, decision })).toBe(statementOf({ ...facts, decision }));
    }
  });

  it('always holds the reference and the legal basis, and never the word for an order of command', () => {
    for (const decision of DECISIONS) {
      for (const action of keysOf(ACTIONS)) {
        const text = statementOf({ ...facts, decision, action });
        expect(text).toContain(facts.reference);
        expect(text).toContain(facts.citation);
        expect(text.toLowerCase()).not.toMatch(/(^|\s)lệnh(\s|$)/);
        expect(text).toBe(text.normalize('NFC'));
      }
    }
  });

  it('dates as the day in Vietnam', () => {
    expect(vietnameseDate('2026-12-31T16:59:59.999Z')).toBe('31/12/2026');
    expect(vietnameseDate('2026-12-31T17:00:00Z')).toBe('01/01/2027');
  });
});
