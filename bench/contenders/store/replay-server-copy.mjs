import pg from 'pg';

let client;

export const setup = async ({ databaseUrl }) => {
  client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
};

/** The server writes the same rows of our log into its own /dev/null: no network, no client, nothing parsed. The limit of any reader. */
export const round = async () => {
  const started = performance.now();
  const { rowCount } =
    await client.query(`copy (select position, stream, version, type, id, ordering_key, schema_version,
    occurred_at, recorded_at, actor, correlation_id, causation_id, data from es.log order by position) to '/dev/null'`);
  return { value: rowCount / ((performance.now() - started) / 1_000) };
};

export const teardown = () => client.end();
