import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RequestPage } from '#libs/contracts';
import { readWhole, statementsOf } from '#libs/testing';
import { DispatchUnderTest } from './dispatch-under-test.js';

/** Enough that the planner would not read a table from end to end where an index serves. */
const REQUESTS = 20_000;
const GROWING = ['item', 'request'];

let under: DispatchUnderTest;
beforeAll(async () => {
  under = await DispatchUnderTest.start();
  const { order } = await under.approve({ providers: ['isp-url'], unit: 'to-theo-doi-ha-noi' });
  await under.receive('isp-url', order);
  const { pool } = under.database;
  await pool.query(
    `with made as (select n, gen_random_uuid() as id from generate_series(1, ${String(REQUESTS)}) as n), requests as (
       insert into dispatch_feed.request
       select (jsonb_populate_record(r, jsonb_build_object('request_id', id, 'provider', case n % 4 when 0 then (r).provider
                else 'doanh-nghiep-' || n % 40 end, 'target_key', 'host:h' || n, 'delivered', true, 'lift_delivered', true))).*
         from made, (select r from dispatch_feed.request r limit 1) as template(r))
     insert into dispatch_feed.item
     select (jsonb_populate_record(i, jsonb_build_object('request_id', id, 'sequence', 1000 + n, 'provider', case n % 4 when 0
              then (i).provider else 'doanh-nghiep-' || n % 40 end, 'kind', case when n % 3 = 0 then 'lift' else 'block' end))).*
       from made, (select i from dispatch_feed.item i limit 1) as template(i)`,
  );
  // A cursor beyond its provider's head would be one of another history.
  await pool.query(
    `update dispatch_feed.head h set sequence = (select max(i.sequence) from dispatch_feed.item i where i.provider = h.provider)`,
  );
  await pool.query('analyze dispatch_feed.item, dispatch_feed.request, dispatch_feed.head');
}, 120_000);
afterAll(() => under.close());

describe(`a feed of ${String(REQUESTS)} requests`, () => {
  it('is polled from its beginning and from a cursor without reading it from end to end', async () => {
    const { database } = under.host.runtime('dispatch');
    let page: RequestPage | undefined;
    const statements = await statementsOf(database, async () => {
      page = await under.poll('isp-url', undefined, { wait: 0, limit: 50 });
      await under.poll('isp-url', page.cursor, { wait: 0, limit: 50 });
    });
    const pages = statements.filter(({ text }) => text.includes('dispatch_feed.item'));

    expect(page?.items).toHaveLength(50);
    expect(pages).toHaveLength(2);
    for (const statement of pages) {
      const read = await readWhole(under.database.pool, statement);
      expect(read.filter((table) => GROWING.includes(table))).toEqual([]);
    }
  });
});
