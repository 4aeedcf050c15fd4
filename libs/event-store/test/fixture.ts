import { EventStore, Keyring, type Actor, type EventRegistry, type NewEvent, type ServiceName } from '../src/index.js';
import { testDatabase, type TestDatabase } from '#libs/testing';
import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** A tiny registry: one type per thing that has to be shown. */
export const REGISTRY = {
  Reported: { category: 'report', schemaVersion: 1, classes: { contact: 'personal', url: 'case' } },
  Opened: { category: 'case', schemaVersion: 1, classes: { url: 'case', child: 'child-secret', note: 'personal' } },
  Supported: { category: 'support', schemaVersion: 1, classes: { note: 'personal' } },
  Claimed: { category: 'claim', schemaVersion: 1, classes: {} },
  Ordered: { category: 'order', schemaVersion: 1, classes: { url: 'case' } },
  Registered: { category: 'register', schemaVersion: 1, classes: { name: 'personal' } },
  Raised: { category: 'finding', schemaVersion: 1, classes: {} },
  Viewed: { category: 'access', schemaVersion: 1, classes: {} },
} as const satisfies EventRegistry;

export const ACTOR: Actor = { kind: 'system', id: 'test' };
export const AT = '2026-01-31T08:15:30.123Z';

/** An event with everything but its type and data filled in. */
export function event(type: string, data: object = {}, more: Partial<NewEvent> = {}): NewEvent {
  const id = randomUUID();
  return { id, type, occurredAt: AT, actor: ACTOR, correlationId: id, causationId: null, data, ...more };
}

export const newId = () => randomUUID();

export interface Fixture extends TestDatabase {
  /** A store of its own for this service; closed with the fixture. */
  store(service: ServiceName, options?: { registry?: EventRegistry }): EventStore;
  /** Work as the server's superuser. */
  admin<T>(work: (client: pg.Client) => Promise<T>): Promise<T>;
  keyring: Keyring;
  close(): Promise<void>;
}

export async function fixture(migrations?: Parameters<typeof testDatabase>[0]): Promise<Fixture> {
  const database = await testDatabase(migrations);
  const keyring = new Keyring(Buffer.alloc(32, 7));
  const stores: EventStore[] = [];
  return {
    ...database,
    keyring,
    admin: async (work) => {
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      try {
        return await work(client);
      } finally {
        await client.end();
      }
    },
    store: (service, options = {}) => {
      const store = new EventStore({
        pool: database.poolFor(service),
        registry: options.registry ?? REGISTRY,
        keyring,
        service,
      });
      stores.push(store);
      return store;
    },
    close: async () => {
      await Promise.all(stores.map((store) => store.close()));
      await database.drop();
    },
  };
}
