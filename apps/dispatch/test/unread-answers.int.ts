import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RequestSnapshot } from '#libs/contracts';
import { OPEN_ANSWERS, OpenAnswers } from '../src/feed/open-answers.js';
import { DispatchUnderTest } from './dispatch-under-test.js';

/** More than the system keeps for a connection that nobody reads: what does not leave stays with us. */
const ITEMS = 1_500;

let under: DispatchUnderTest;
const sockets: Socket[] = [];
beforeAll(async () => {
  under = await DispatchUnderTest.start(undefined, { LACHAN_IDLE_SECONDS: '4' });
  await under.approve({ providers: ['isp-dns'], action: 'block-host', scope: { host: 'mau.example.test' } });
  const { items } = await under.poll('isp-dns', undefined, { wait: 1 });
  const body = JSON.stringify({ ...items[0], statement: 'Lý do. '.repeat(600) });
  // A feed as long as a long one gets; handed out before, so that nothing is written when it is read.
  await under.database.pool.query(
    `with made as (select gen_random_uuid() as id, n from generate_series(2, $1::int) n),
          requests as (insert into dispatch_feed.request (request_id, provider, case_id, order_id, version, delivered, reached, in_force)
                       select id, 'isp-dns', id, id, 2, true, true, true from made),
          items as (insert into dispatch_feed.item (provider, sequence, kind, request_id, live, body, queued_at)
                    select 'isp-dns', n, 'block', id, true, $2::jsonb || jsonb_build_object('id', id), now() from made)
     update dispatch_feed.head set sequence = $1, content = content + 1 where provider = 'isp-dns'`,
    [ITEMS, body],
  );
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await under.close();
});

/** Asks over a connection of its own and never reads what is answered. */
const askAndLookAway = (path: string): Promise<void> => {
  const { hostname, port } = new URL(under.url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) }, () => {
      socket.pause();
      const key = `authorization: Bearer ${under.keys.get('isp-dns') ?? ''}`;
      socket.write(`GET /api/v1${path} HTTP/1.1\r\nhost: ${hostname}\r\n${key}\r\n\r\n`, () => {
        resolve();
      });
    });
    socket.once('error', reject);
    sockets.push(socket);
  });
};
const snapshotOf = (provider: string) => under.call<RequestSnapshot>('/requests/snapshot', { key: provider });

describe('a provider that asks and does not read', () => {
  it('holds a few answers in our memory and no more, holds up nobody, and is served again when it lets go', async () => {
    const open = under.running.app.get(OpenAnswers);
    const { order } = await under.approve({ providers: ['isp-url'] });
    const { cursor } = await under.receive('isp-url', order);
    for (let n = 0; n < 10 * OPEN_ANSWERS.whole; n += 1) await askAndLookAway('/requests/snapshot');
    await under.until(() => Promise.resolve(open.count >= OPEN_ANSWERS.whole));

    const refused = await snapshotOf('isp-dns');
    expect([refused.status, Number(refused.headers.get('retry-after'))]).toEqual([503, 5]);
    for (let n = 0; n < 5; n += 1) {
      const next = await under.approve({ providers: ['isp-url'] });
      await under.receive('isp-url', next.order, cursor);
      expect((await snapshotOf('isp-url')).status).toBe(200);
      expect(open.count).toBeLessThanOrEqual(OPEN_ANSWERS.whole);
    }

    // Nothing moves on those connections: they are cut, and what they held is free.
    await under.until(() => Promise.resolve(open.count === 0));
    const { status, body } = await snapshotOf('isp-dns');
    expect([status, body.items.length]).toEqual([200, ITEMS]);
  }, 30_000);
});
