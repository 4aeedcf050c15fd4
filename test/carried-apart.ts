import { SERVICES_OF_THE_HOUSE } from '#apps/lachan';
import { Keyring } from '#libs/event-store';
import type { RecordedEvent } from '#libs/event-store';
import { PostgresEventServer } from '#libs/messaging';
import type { Batch, Delivery, EventTransport, Subscription } from '#libs/messaging';
import { ProcessModule, eventRegistry } from '#libs/process';
import { createHost, createHttpApp, createLogger, loadConfig } from '#libs/service-kit';
import type { Host } from '#libs/service-kit';
import type { Product } from './product.js';

/** Takes every subscription of a service, as Nest collected it from the handlers that are there, and carries nothing by itself. */
class HeldTransport implements EventTransport {
  readonly kind = 'postgres';
  constructor(private readonly held: Map<string, Subscription>) {}
  start(subscriptions: readonly Subscription[]): void {
    for (const subscription of subscriptions) this.held.set(subscription.name, subscription);
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
  problem(): null {
    return null;
  }
}

/** A process of all services whose subscriptions wait for whoever hands them something. */
export interface HeldProcess {
  readonly host: Host;
  readonly subscriptions: ReadonlyMap<string, Subscription>;
  close(): Promise<void>;
}

export async function holdAll(product: Product): Promise<HeldProcess> {
  const config = loadConfig({ LACHAN_DATA_DIR: product.dataDir, LACHAN_DEDUPE_SECRET: product.secret });
  const host = await createHost(config, {
    databaseUrl: product.database.url,
    registry: eventRegistry(),
    keyring: new Keyring(Buffer.alloc(32, 9)),
    logger: createLogger({ level: 'silent' }),
  });
  const app = await createHttpApp(ProcessModule.of(host, SERVICES_OF_THE_HOUSE), host);
  const subscriptions = new Map<string, Subscription>();
  for (const { name, readModels } of SERVICES_OF_THE_HOUSE) {
    const transport = new HeldTransport(subscriptions);
    app.connectMicroservice({ strategy: new PostgresEventServer(host.runtime(name), { readModels, transport }) });
  }
  await app.startAllMicroservices();
  return {
    host,
    subscriptions,
    close: async () => {
      await app.close();
      await host.close();
    },
  };
}

/** mulberry32: the same seed gives the same order. */
export const dice = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

export const shuffled = <T>(list: readonly T[], random: () => number): T[] =>
  list
    .map((each) => [random(), each] as const)
    .sort(([one], [other]) => one - other)
    .map(([, each]) => each);

/** What came of handing everything over thrice. */
export interface Handed {
  readonly events: number;
  readonly deliveries: number;
  readonly refused: number;
}

/**
 * Hands a subscription everything from its checkpoint on, the way a careless courier would: every batch to each of several processes that all
 * believe to be the only one, mixed with batches of the past and of the future, in any order, at the same time.
 */
export async function handOverThrice(
  name: string,
  deliveries: readonly Delivery[],
  events: readonly RecordedEvent[],
  head: number,
  random: () => number,
): Promise<Handed> {
  const [first] = deliveries;
  if (!first) throw new Error('wanted processes, found none');
  const cut = (from: number): Batch => {
    const batch = events.filter(({ position }) => position > from).slice(0, 1 + Math.floor(random() * 40));
    return { from, upTo: batch.at(-1)?.position ?? head, events: batch };
  };
  const past: Batch[] = [];
  let [handed, refused] = [0, 0];
  const give = async (delivery: Delivery, batch: Batch): Promise<void> => {
    handed += 1;
    try {
      if (batch.events.length === 0) await delivery.skip(batch.from, batch.upTo);
      else await delivery.deliver(batch);
    } catch (error) {
      if ((error as Error).name !== 'CheckpointMoved') throw error;
      refused += 1;
    }
  };
  for (const delivery of deliveries) await delivery.resume();
  for (let at = await first.resume(); at < head;) {
    const next = cut(at);
    const beyond = next.upTo < head ? [cut(next.upTo)] : [];
    const before = past[Math.floor(random() * past.length)];
    await Promise.all(
      deliveries.map(async (delivery) => {
        const mixed = shuffled([next, ...beyond, ...(before ? [before] : [])], random);
        for (const batch of mixed) await give(delivery, batch);
      }),
    );
    past.push(next);
    const reached = await first.resume();
    if (reached <= at) throw new Error(`${name} does not come on from ${String(at)}`);
    at = reached;
  }
  return { events: events.length, deliveries: handed, refused };
}
