import type { OrderEvent, ReconciliationReport, RequestEvent } from '#libs/contracts';
import { RECONCILIATION, keysOf } from '#libs/contracts';
import { requests } from '#libs/domain';
import type { RequestLife } from '#libs/domain';
import type { ServiceRuntime } from '#libs/service-kit';
import { standingOf } from './standing.js';

/** An order's providers in scope, each with what was found for it; undefined: nothing was ever queued. */
type Standing = Map<string, Map<string, RequestLife | undefined>>;

export type ReconcileWith = Pick<ServiceRuntime, 'store' | 'database' | 'clock'>;

/**
 * Proves that nothing was dropped: for every order each provider in scope is exactly one of answered, open on time,
 * overdue, parked, not expressible. Asked of the log and of the read models, and the two compared: a hole is a provider in
 * scope that no request stream speaks of, a difference is a read model that says something else than the log.
 * The read models must have caught up with `position` of the report for a difference to mean something.
 */
export async function reconcile({ store, database, clock }: ReconcileWith): Promise<ReconciliationReport> {
  const at = clock.now().toISOString();
  const position = await store.head();
  const log = await fromTheLog(store, position);
  const readModels = await fromTheReadModels(database);
  const counts = Object.fromEntries(keysOf(RECONCILIATION).map((key) => [key, 0])) as ReconciliationReport['counts'];
  const holes: ReconciliationReport['holes'] = [];
  const differences: ReconciliationReport['differences'] = [];
  for (const [order, provider] of pairsOf(log, readModels)) {
    const said = wordOf(log.get(order)?.get(provider), at);
    const shown = wordOf(readModels.get(order)?.get(provider), at);
    if (said === null) holes.push({ order, provider });
    else counts[said] += 1;
    if (said !== shown) differences.push({ order, provider, log: said, readModel: shown });
  }
  return { at, position, orders: log.size, counts, holes, differences };
}

const wordOf = (life: RequestLife | undefined, at: string): ReturnType<typeof standingOf> | null =>
  life === undefined || life.status === 'none' ? null : standingOf(life, at);

/** Every pair of an order and a provider that either side knows of. */
function* pairsOf(...sides: readonly Standing[]): Generator<readonly [string, string]> {
  const seen = new Set<string>();
  for (const side of sides) {
    for (const [order, providers] of side) {
      for (const provider of providers.keys()) {
        const pair = `${order} ${provider}`;
        if (seen.has(pair)) continue;
        seen.add(pair);
        yield [order, provider];
      }
    }
  }
}

async function fromTheLog(store: ReconcileWith['store'], upTo: number): Promise<Standing> {
  const standing: Standing = new Map();
  const lives = new Map<string, RequestLife>();
  for await (const event of store.replay({ categories: ['order', 'request'], upTo })) {
    const told = event as unknown as OrderEvent | RequestEvent;
    if (told.type === 'OrderIssued') expect(standing, told.data.orderId, told.data.providers);
    if (!isOfRequest(told)) continue;
    const { requestId, orderId, provider } = told.data;
    const life = requests.evolve(lives.get(requestId) ?? requests.initialState, told);
    lives.set(requestId, life);
    known(standing, orderId).set(provider, life);
  }
  return standing;
}

const isOfRequest = (event: OrderEvent | RequestEvent): event is RequestEvent => 'requestId' in event.data;

async function fromTheReadModels(database: ReconcileWith['database']): Promise<Standing> {
  const standing: Standing = new Map();
  const { rows: orders } = await database.query<{ order_id: string; providers: string[] }>(
    `select order_id, providers from dispatch_orders.order_row where status <> 'letter-sent'`,
  );
  for (const { order_id, providers } of orders) expect(standing, order_id, providers);
  const { rows } = await database.query<{ order_id: string; provider: string; life: RequestLife }>(
    'select order_id, provider, life from dispatch_requests.request_row',
  );
  for (const { order_id, provider, life } of rows) known(standing, order_id).set(provider, life);
  return standing;
}

/** Whoever is in scope is expected to have something, from the moment the order is known. */
function expect(standing: Standing, order: string, providers: readonly string[]): void {
  const found = known(standing, order);
  for (const provider of providers) if (!found.has(provider)) found.set(provider, undefined);
}

function known(standing: Standing, order: string): Map<string, RequestLife | undefined> {
  let found = standing.get(order);
  if (!found) standing.set(order, (found = new Map()));
  return found;
}
