import type pg from 'pg';
import { rebuildReadModels } from '#libs/messaging';
import type { RebuildResult } from '#libs/messaging';
import { connectEvents } from '#libs/messaging';
import { ProcessModule } from '#libs/process';
import type { ServiceDefinition } from '#libs/process';
import { createHttpApp } from '#libs/service-kit';
import type { Host } from '#libs/service-kit';

const LOOK_AGAIN = 100;

/**
 * Fills every read model from the log by the way it is always filled, with no handler and no route running, and compares it with one made
 * beside it. Ended in between, it goes on at the next start.
 */
export const fillReadModels = async (
  host: Host,
  admin: pg.Pool,
  services: readonly ServiceDefinition[],
  progress: (position: number) => void,
): Promise<RebuildResult[]> => {
  const readModels = services.flatMap((service) => service.readModels);
  const app = await createHttpApp(ProcessModule.of(host, []), host);
  try {
    connectEvents(
      app,
      host,
      services.map(({ name, readModels: own }) => ({ service: name, readModels: own, relay: false })),
    );
    await app.startAllMicroservices();
    await upToDate(
      admin,
      readModels.map(({ name }) => name),
      progress,
    );
  } finally {
    await app.close();
  }
  return rebuildReadModels({
    adminPool: admin,
    storeOf: (service) => host.runtime(service).store,
    readModels,
    swap: false,
  });
};

/** Waits until each has looked at the whole log; what is parked on the way is left to the comparison and to `lachan parked`. */
const upToDate = async (
  admin: pg.Pool,
  names: readonly string[],
  progress: (position: number) => void,
): Promise<void> => {
  for (;;) {
    const { rows } = await admin.query<{ reached: number; head: number }>(
      `select coalesce(min(position), 0)::float8 as reached, (select position from es.head)::float8 as head
         from messaging.checkpoint where subscription = any($1)`,
      [names],
    );
    const { reached = 0, head = 0 } = rows[0] ?? {};
    progress(reached);
    if (reached >= head) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
  }
};
