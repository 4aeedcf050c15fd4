import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DispatchUnderTest } from './dispatch-under-test.js';

let under: DispatchUnderTest;
beforeAll(async () => {
  under = await DispatchUnderTest.start();
});
afterAll(() => under.close());

describe('an approval', () => {
  it('is on the cursor of every provider that can express it, and the others are accounted for', async () => {
    const { order, caseId } = await under.approve({ scope: { url: 'http://a.example.test/1' } });

    const page = await under.poll('isp-url');
    expect(page.items).toHaveLength(1);
    expect(page.items[0]).toMatchObject({
      id: under.request(order, 'isp-url'),
      sequence: 1,
      kind: 'block',
      order,
      action: 'block-url',
      target: { url: 'http://a.example.test/1' },
      category: 'social-vice',
      legalBasis: 'nd-147-2024',
    });
    expect((await under.poll('telecom-a')).items.map(({ order }) => order)).toEqual([order]);
    expect((await under.poll('isp-dns', undefined, { wait: 0 })).items).toEqual([]);

    const notExpressible = await under.events('RequestNotExpressible');
    expect(notExpressible.map(({ data }) => [data.provider, data.reason, data.caseId])).toEqual([
      ['isp-dns', 'names-only', caseId],
    ]);
  });
});
