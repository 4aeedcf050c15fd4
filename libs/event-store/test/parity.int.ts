import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  byteaArray,
  boolArray,
  int4Array,
  jsonbArray,
  textArray,
  timestamptzArray,
  uuidArray,
} from '../src/binary-arrays.js';
import { categoryOf } from '../src/index.js';
import { instant } from '../src/stored-rows.js';
import { fixture, type Fixture } from './fixture.js';

describe('what is said twice, in TypeScript and in SQL,', () => {
  let on: Fixture;
  beforeAll(async () => {
    on = await fixture();
  });
  afterAll(() => on.close());

  it('names the same category', async () => {
    const streams = ['case-1', 'access-intake-p.1-2026-01-31', 'access-x', 'register-unit.1', 'report-', 'claim'];
    const { rows } = await on.pool.query<{ category: string }>(
      'select es.category_of(s) as category from unnest($1::text[]) with ordinality as x(s, n) order by n',
      [streams],
    );
    expect(rows.map(({ category }) => category)).toEqual(streams.map(categoryOf));
    expect(rows.map(({ category }) => category).slice(0, 2)).toEqual(['case', 'access-intake']);
  });

  it('carries arrays in binary unharmed, empty ones and nulls too', async () => {
    const texts = ['', 'a,b"c\\d{}', 'đ 😀\n', null];
    const jsons = ['{"a":[1,"\\u2028"]}', 'null', '"x"'];
    const uuid = '01890a5d-ac96-774b-bcce-b302099a8057';
    const times = [0, Date.parse('2026-01-31T08:15:30.123Z'), Date.parse('1999-12-31T23:59:59.999Z')];
    const { rows } = await on.pool.query(
      `select $1::text[] as texts, $2::int[] as ints, $3::bytea[] as bytes, $4::uuid[] as uuids, $5::timestamptz[] as times,
        $6::jsonb[] as jsons, $7::bool[] as bools, $8::text[] as empty`,
      [
        textArray(texts),
        int4Array([0, -1, 2 ** 31 - 1]),
        byteaArray([Buffer.from([0, 255]), null, Buffer.alloc(0)]),
        uuidArray([uuid]),
        timestamptzArray(times),
        jsonbArray(jsons),
        boolArray([true, false]),
        textArray([]),
      ],
    );
    expect(rows[0]).toEqual({
      texts,
      ints: [0, -1, 2 ** 31 - 1],
      bytes: [Buffer.from([0, 255]), null, Buffer.alloc(0)],
      uuids: [uuid],
      times: times.map((time) => new Date(time)),
      jsons: jsons.map((json) => JSON.parse(json) as unknown),
      bools: [true, false],
      empty: [],
    });
  });

  it('reads an instant whatever the time zone of the session', async () => {
    const at = '2026-01-31T08:15:30.120Z';
    for (const zone of ['UTC', 'Asia/Ho_Chi_Minh', 'Asia/Kolkata']) {
      const text = await on.admin(async (client) => {
        await client.query(`set timezone = '${zone}'`);
        return (await client.query<{ at: string }>('select $1::timestamptz::text as at', [at])).rows[0]?.at ?? '';
      });
      expect(instant(text)).toBe(at);
    }
  });

  it('gives service connections their role and their limits from the first statement on', async () => {
    const { rows } = await on.poolFor('dispatch').query(
      `select current_user as role, current_setting('lock_timeout') as lock, current_setting('statement_timeout') as statement,
        current_setting('idle_in_transaction_session_timeout') as idle, es.session_role() as asking`,
    );
    expect(rows).toEqual([
      { role: 'lachan_dispatch', lock: '5s', statement: '30s', idle: '15s', asking: 'lachan_dispatch' },
    ]);
  });
});
