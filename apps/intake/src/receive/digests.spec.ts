import { describe, expect, it } from '@jest/globals';
import type { Principal } from '#libs/identity';
import { derivedIds } from './derived-ids.js';
import { Digests } from './digests.js';
import type { ReportInput } from './report-input.js';

const digests = new Digests(Buffer.alloc(32, 1));
const REPORT = '01900000-0000-7000-8000-000000000001';
const key = (unit: string | null, id = 'key-1'): Principal => ({
  kind: 'key', id, unit, roles: [], keyRole: 'channel', channel: 'school',
}); // prettier-ignore
const nobody: Principal = { kind: 'public', id: 'public', unit: null, roles: [] };
const input = (urls: string[], note: string | null = null): ReportInput => ({
  urls, note, category: null, province: null, occurredAt: null, contact: null, childAge: null,
  helpNeeded: false, childInDanger: false, safeContact: null,
}); // prettier-ignore

describe('a receipt', () => {
  it('is the same for the same report of one installation and another in every other case', () => {
    const receipt = digests.receipt(REPORT);

    expect(receipt).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
    expect(digests.receipt(REPORT)).toBe(receipt);
    expect(digests.receipt(REPORT.replace('1', '2'))).not.toBe(receipt);
    expect(new Digests(Buffer.alloc(32, 2)).receipt(REPORT)).not.toBe(receipt);
  });

  it('is found again however it is typed', () => {
    const wanted = digests.receiptDigest('1A0B-23CD-45EF-67GH');

    for (const typed of ['1a0b23cd45ef67gh', ' 1A0B 23CD 45EF 67GH ', 'Iaob-23cd-45ef-67gh', 'lAOB-23CD-45EF-67GH']) {
      expect(digests.receiptDigest(typed)).toBe(wanted);
    }
    expect(digests.receiptDigest('1A0B-23CD-45EF-67GJ')).not.toBe(wanted);
  });
});

describe('a source', () => {
  it('is the contact however it is spaced, whichever channel it came through', () => {
    const source = digests.source(key('truong-a'), '0900 000 000');

    expect(digests.source(key('truong-b'), '0900.000-000')).toBe(source);
    expect(digests.source(nobody, '(0900) 000000')).toBe(source);
    expect(source).not.toContain('0900');
  });

  it('is the channel when no contact was given, also after its key was rotated', () => {
    expect(digests.source(key('truong-a', 'new'), null)).toBe(digests.source(key('truong-a', 'old'), null));
    expect(digests.source(key('truong-b'), null)).not.toBe(digests.source(key('truong-a'), null));
  });

  it('is nobody for an anonymous reporter of the public form', () => {
    expect(digests.source(nobody, null)).toBeNull();
  });
});

describe('a row', () => {
  it('is recognised by its sender and everything it says', () => {
    const digest = digests.row('school/truong-a', input(['a.example'], 'x'));

    expect(digests.row('school/truong-a', input(['a.example'], 'x'))).toBe(digest);
    expect(digests.row('school/truong-b', input(['a.example'], 'x'))).not.toBe(digest);
    expect(digests.row('school/truong-a', input(['a.example'], 'y'))).not.toBe(digest);
    expect(digests.row('school/truong-a', input(['a.example', 'x']))).not.toBe(digest);
  });

  it('gives ids of a report and any number of events that are never the same', () => {
    const { reportId, eventId } = derivedIds('row x');
    const ids = [reportId, ...Array.from({ length: 200 }, (_, index) => eventId(index))];

    expect(new Set(ids).size).toBe(201);
    expect(ids.every((id) => /^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(id))).toBe(true);
    expect(derivedIds('row x').eventId(150)).toBe(eventId(150));
    expect(derivedIds('row y').reportId).not.toBe(reportId);
  });
});
