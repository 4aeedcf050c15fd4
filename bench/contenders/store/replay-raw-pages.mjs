import pg from 'pg';

let client;

/**
 * Pages of 1,000 by position, as one would write it with `pg`: a prepared statement, types parsed by the driver. The rows hold
 * what ours hold, in clear, so nothing has to be opened.
 */
export const setup = async ({ databaseUrl }) => {
  client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`create schema raw`);
  await client.query(`create table raw.event as
    select position, stream, version, type, id, ordering_key, schema_version, occurred_at, recorded_at, actor, correlation_id,
      causation_id,
      case when data ? 'sealed' then data - 'sealed' || jsonb_build_object('text', left(data #>> '{sealed,case,x}',
        greatest(length(data #>> '{sealed,case,x}') * 3 / 4 - 52, 0))) else data end as data
    from es.log order by position`);
  await client.query('alter table raw.event add primary key (position)');
  await client.query('vacuum analyze raw.event');
  await client.query('vacuum analyze es.log');
};

const PAGE = {
  name: 'page',
  text: 'select * from raw.event where position > $1 order by position limit 1000',
};

export const round = async ({ params }) => {
  const started = performance.now();
  let events = 0;
  for (let after = 0; ;) {
    const { rows } = await client.query({ ...PAGE, values: [after] });
    if (rows.length === 0) break;
    events += rows.length;
    after = rows.at(-1).position;
  }
  const value = events / ((performance.now() - started) / 1_000);
  return { value, correctness: { ok: events === params.events, events } };
};

export const teardown = () => client.end();
