import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { timestamptz, uuid } from '../src/binary-arrays.js';
import { PreparedCall } from '../src/prepared-call.js';
import { fixture, newId, type Fixture } from './fixture.js';

describe('a call of a prepared statement', () => {
  let on: Fixture;
  let client: pg.Client;
  beforeAll(async () => {
    on = await fixture();
    client = new pg.Client({ connectionString: on.url, query_timeout: 20_000 });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await on.close();
  });

  const call = (name: string, text: string, values: unknown[] = []) =>
    new Promise<Record<string, unknown>[]>((resolve, reject) => {
      const done = (error: Error | null, rows?: Record<string, unknown>[]) => {
        if (error === null) resolve(rows ?? []);
        else reject(error);
      };
      client.query(new PreparedCall({ name, text, values }, done));
    });

  it('answers as pg itself does, the first time and later', async () => {
    const text = `select $1::text as text, $2::int4 as number, $3::uuid as id, $4::timestamptz as at, $5::bytea as bytes,
      array[$1::text, null] as list, null::int as nothing, n from generate_series(1, 2) as n`;
    const at = Date.parse('2026-01-31T08:15:30.123Z');
    for (const word of ['đ 😀\\n"', '', 'b']) {
      const id = newId();
      const rows = await call('everything', text, [word, -7, uuid(id), timestamptz(at), Buffer.from([0, 255])]);
      const { rows: expected } = await client.query(text, [word, -7, id, new Date(at), Buffer.from([0, 255])]);
      expect(rows).toEqual(expected);
      expect(rows[1]).toMatchObject({
        text: word,
        number: -7,
        id,
        at: new Date(at),
        list: [word, null],
        nothing: null,
      });
    }
    expect(await call('nothing', 'select 1 as n where false')).toEqual([]);
    expect(await call('null', 'select $1::text is null as is', [null])).toEqual([{ is: true }]);
  });

  it('keeps times before 2000 and to the millisecond', async () => {
    const times = [
      '1999-12-31T23:59:59.999Z',
      '1970-01-01T00:00:00.000Z',
      '2000-01-01T00:00:00.000Z',
      '2026-11-29T10:00:00.001Z',
    ];
    for (const time of times) {
      const [row] = await call('time', 'select $1::timestamptz as at', [timestamptz(Date.parse(time))]);
      expect(row).toEqual({ at: new Date(time) });
    }
  });

  it('fails alone, whether at its preparation or at its execution, and is asked again', async () => {
    await expect(call('bad', 'select nonsense')).rejects.toMatchObject({ code: '42703' });
    await expect(call('bad', 'select nonsense')).rejects.toMatchObject({ code: '42703' });
    for (const by of [0, 4, 0, 2]) {
      const answer = call('divide', 'select 8 / $1::int as result', [by]);
      if (by === 0) await expect(answer).rejects.toMatchObject({ code: '22012' });
      else expect(await answer).toEqual([{ result: 8 / by }]);
    }
  });

  it('waits for its turn among queries of pg', async () => {
    const answers = await Promise.all([
      call('one', 'select 1 as n'),
      client.query('select 2 as n'),
      call('three', 'select 3 as n'),
      call('one', 'select 1 as n'),
    ]);
    expect(answers.flatMap((answer) => ('rows' in answer ? answer.rows : answer))).toEqual(
      [1, 2, 3, 1].map((n) => ({ n })),
    );
  });
});
