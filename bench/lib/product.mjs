import pg from 'pg';
import { client, signIn, startInstance, until } from '../../scripts/lib/instance.mjs';

/**
 * Starts the product as its operator would, on a database of the benchmark's server: all services in one process, the
 * demonstration's units, people, providers and keys, none of its sample reports.
 */
export const startProduct = async (databaseUrl, { folder, args = [], env = {} } = {}) => {
  const instance = await startInstance({
    folder,
    args: ['--no-samples', ...args],
    env: { DATABASE_URL: databaseUrl, LACHAN_MODE: 'demo', LOG_LEVEL: 'error', LACHAN_PUBLIC_RATE: '1000000', ...env },
  });
  const { url, credentials } = instance;
  const database = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  const key = (role, name) => credentials.keys.find((k) => k.role === role && (!name || k.name === name)).key;
  const person = (role, unit) => credentials.users.find((u) => u.role === role && (!unit || u.unit === unit));
  return {
    ...instance,
    database,
    key,
    withKey: (role, name) => client(url, { key: key(role, name) }),
    signIn: (role, unit) => signIn(url, person(role, unit)),
    /** Every subscription has handled the whole log. Resolves with the log's length. */
    idle: (within = 120_000) =>
      until(
        'every subscription to reach the end of the log',
        async () => {
          const { rows } = await database.query(
            `select h.position, (select min(c.position) from messaging.checkpoint c) as reached from es.head h`,
          );
          return rows[0].position === rows[0].reached && Number(rows[0].position);
        },
        { within, every: 20 },
      ),
    stop: async () => {
      await database.end();
      await instance.stop();
    },
  };
};
