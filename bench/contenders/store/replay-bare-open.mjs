import pg from 'pg';
import { to } from 'pg-copy-streams';
import { Keyring } from '../../../dist/libs/event-store/src/index.js';

const keyring = new Keyring(Buffer.alloc(32, 7));
let client;
let keys;

/**
 * The least that a replay of this log can be on one thread of Node: COPY, lines cut into columns, one JSON.parse of the data, the product's keyring
 * for what is sealed, one JSON.parse of that. All keys are at hand. No events are built, nothing is checked beside the ciphertexts' tags.
 */
export const setup = async ({ databaseUrl }) => {
  client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query("set timezone = 'UTC'");
  const { rows } = await client.query('select id, wrapped from keys.data_key');
  keys = new Map(rows.map(({ id, wrapped }) => [id, keyring.unwrap(id, wrapped)]));
};

const COPY = `copy (select position, stream, version, type, id, ordering_key, schema_version, occurred_at, recorded_at, actor,
  correlation_id, causation_id, data from es.log order by position) to stdout`;

export const round = async ({ params }) => {
  const started = performance.now();
  let [events, opened, rest] = [0, 0, ''];
  for await (const chunk of client.query(to(COPY))) {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      const columns = line.split('\t');
      const data = JSON.parse(columns[12]);
      for (const fieldClass in data.sealed) {
        const { k, x } = data.sealed[fieldClass];
        const clear = keyring.open(keys.get(k), x, `${columns[4]}\n${columns[3]}\n${fieldClass}`);
        Object.assign(data, JSON.parse(clear));
        opened += 1;
      }
      events += 1;
    }
  }
  const value = events / ((performance.now() - started) / 1_000);
  return {
    value,
    correctness: { ok: events === params.events && opened === (params.events * 6) / 10, events, opened },
  };
};

export const teardown = () => client.end();
