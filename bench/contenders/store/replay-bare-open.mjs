import pg from 'pg';
import { to } from 'pg-copy-streams';
import sodium from 'sodium-native';
import { Keyring } from '../../../dist/libs/event-store/src/index.js';

let client;
let keys;

/**
 * The least that a replay of this log can be on one thread of Node: COPY, lines cut into columns, one JSON.parse of the data, libsodium
 * for what is sealed, one JSON.parse of that. All keys are at hand. No events are built, nothing is checked beside the ciphertexts' tags.
 */
export const setup = async ({ databaseUrl }) => {
  client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query("set timezone = 'UTC'");
  const keyring = new Keyring(Buffer.alloc(32, 7));
  const { rows } = await client.query('select id, wrapped from keys.data_key');
  keys = new Map(rows.map(({ id, wrapped }) => [id, keyring.unwrap(id, wrapped)]));
};

const open = (key, text, additional) => {
  const sealed = Buffer.from(text, 'base64');
  const clear = Buffer.allocUnsafe(sealed.length - 40);
  sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
    clear,
    null,
    sealed.subarray(24),
    Buffer.from(additional),
    sealed.subarray(0, 24),
    key,
  );
  return JSON.parse(clear.toString());
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
        Object.assign(data, open(keys.get(k), x, `${columns[4]}\n${columns[3]}\n${fieldClass}`));
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
