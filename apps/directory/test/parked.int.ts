import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { founders, startDirectory, type Client, type DirectoryUnderTest } from './directory-under-test.js';

let directory: DirectoryUnderTest;
let an: Client;

beforeAll(async () => {
  directory = await startDirectory();
  await founders(directory);
  an = await directory.signedIn('an');
});
afterAll(() => directory.close());

/** As a subscription of another service leaves it after its last try. */
const park = async (subscription: string, waiting: number): Promise<string> => {
  const { rows } = await directory.database.pool.query<{ id: string }>(
    `insert into messaging.failure (subscription, ordering_key, position, event_id, stream, type, attempts, error, first_failed_at, last_failed_at, parked_at)
     values ($1, 'case-1', 7, gen_random_uuid(), 'case-1', 'CaseOpened', 8, 'TypeError', now(), now(), now()) returning id`,
    [subscription],
  );
  await directory.database.pool.query(
    `insert into messaging.deferred (subscription, position, ordering_key, event_id)
     select $1, 7 + n, 'case-1', gen_random_uuid() from generate_series(1, $2) n`,
    [subscription, waiting],
  );
  return rows[0]?.id ?? '';
};

describe('parked events through the administrators’ door', () => {
  it('lists what any service parked, and what waits behind it', async () => {
    await park('triage.cases', 2);
    const { status, body } = await an.call('GET', '/parked');
    expect(status).toBe(200);
    expect(body['items']).toMatchObject([{ subscription: 'triage.cases', position: 7, attempts: 8, waiting: 2 }]);
  });

  it('puts one back in line, once', async () => {
    const id = await park('dispatch.orders', 0);
    expect((await an.call('POST', `/parked/${id}/retry`)).body).toEqual({ id, retrying: true });
    expect((await an.call('POST', `/parked/${id}/retry`)).status).toBe(404);
  });

  it('answers 404 for an id that is none, and 401 to strangers', async () => {
    expect((await an.call('POST', '/parked/nonsense/retry')).status).toBe(404);
    expect((await directory.client().call('GET', '/parked')).status).toBe(401);
  });
});
