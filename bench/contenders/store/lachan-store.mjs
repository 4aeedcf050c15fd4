import {
  EventStore,
  Keyring,
  eventStoreMigrations,
  migrate,
  servicePool,
} from '../../../dist/libs/event-store/src/index.js';
import { eventRegistry, keepHeapLean } from '../../../dist/libs/process/src/index.js';

/** As many as a service of the product has. */
const SERVICE_CONNECTIONS = 8;

export const prepareLachan = (databaseUrl) => migrate(databaseUrl, [eventStoreMigrations]);

/**
 * The event store as a service of the product has it: its heap (or, `passing`, that of a command), its role, its number of connections, the product's registry
 * and encryption.
 */
export const openLachan = (databaseUrl, service, heap = {}) => {
  keepHeapLean(heap);
  const pool = servicePool(databaseUrl, service, { max: SERVICE_CONNECTIONS });
  const store = new EventStore({ pool, registry: eventRegistry(), keyring: new Keyring(Buffer.alloc(32, 7)), service });
  return {
    store,
    close: async () => {
      await store.close();
      await pool.end();
    },
  };
};
