import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BOOT, TriageUnderTest } from './triage-under-test.js';

let under: TriageUnderTest;
let caseId: string;
beforeAll(async () => {
  under = await TriageUnderTest.start();
  caseId = await under.open();
}, BOOT);
afterAll(() => under.close(), BOOT);

const COMMANDS = [
  'classify',
  'propose',
  'return',
  'approve',
  'agree',
  'dismiss',
  'reopen',
  'merge',
  'assign',
  'refer',
  'notes',
  'decide-review',
  'authority-answered',
];
const send = (path: string, body: string | Uint8Array<ArrayBuffer>, who = 'both-hats') => under.raw(who, path, body);

describe.each(COMMANDS)('POST /cases/:id/%s', (command) => {
  const path = () => `/cases/${caseId}/${command}`;

  it.each([
    ['a list', '[]'],
    ['a number', '7'],
    ['nothing of what it needs', '{}'],
    ['an unknown field', '{"khong":1}'],
    [
      'wrong types',
      '{"category":7,"reason":[],"digest":{},"into":true,"text":1,"action":null,"note":0,"unit":[],"recipient":3}',
    ],
    ['half a JSON', '{"reason":'],
    ['NUL', '{"reason":"a\\u0000b","text":"\\u0000"}'],
    ['half a surrogate pair', '{"reason":"\\ud800","text":"\\ud800","note":"\\ud800"}'],
  ])('%s is a problem, never an error of ours', async (_what, body) => {
    const answer = await send(path(), body);

    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('invalid UTF-8 and ten megabytes are problems too', async () => {
    const invalid = await send(path(), new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]));
    const huge = await send(path(), JSON.stringify({ reason: 'x'.repeat(10_000_000) }));

    expect(invalid.status).toBe(400);
    expect(huge.status).toBe(413);
  });
});

describe('what cannot be', () => {
  it.each([
    ['/cases?limit=0'],
    ['/cases?limit=abc'],
    ['/cases?cursor=khong-phai'],
    ['/cases?sort=ten'],
    ['/cases?status=mo'],
    ['/cases?after=-1'],
    ['/cases?q=%00'],
    ['/cases/..%2f..%2fetc'],
    ["/cases/'%20or%20'1'='1"],
    ['/referrals?case=1'],
    ['/support?state=xxx'],
    ['/stats?unit='],
  ])('GET %s is refused or empty', async (path) => {
    const answer = await under.call('lan-analyst', path);

    expect([200, 400, 403, 404]).toContain(answer.status);
  });

  it('a version that is none, and several, are refused', async () => {
    for (const match of ['"khong"', '*', '"1", "2"', '-3']) {
      const answer = await under.call('lan-analyst', `/cases/${caseId}/classify`, {
        body: { category: 'bullying' },
        headers: { 'if-match': match },
      });
      expect([answer.status, answer.body.code]).toEqual([400, 'invalid-request']);
    }
  });

  it('right-to-left and zero-width marks in a note come back as they were said', async () => {
    const text = 'abc\u202Eexe.\u200Bfdp';
    await under.ok('lan-analyst', caseId, 'notes', { visibility: 'internal', text });

    expect((await under.case('lan-analyst', caseId)).notes.map((note) => note.text)).toContain(text);
  });

  it('the same note with the same Idempotency-Key is added once', async () => {
    const once = () =>
      under.call('lan-analyst', `/cases/${caseId}/notes`, {
        body: { visibility: 'internal', text: 'Một lần thôi.' },
        headers: { 'idempotency-key': 'k-1' },
      });
    const [first, second] = [await once(), await once()];

    expect(second.body['noteId']).toBe(first.body['noteId']);
    expect((await under.case('lan-analyst', caseId)).notes.filter(({ text }) => text === 'Một lần thôi.')).toHaveLength(
      1,
    );
  });
});
