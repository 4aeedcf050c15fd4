import { RECONCILIATION, keysOf } from '#libs/contracts';
import type { OrderEvent, ReconciliationReport, RequestEvent } from '#libs/contracts';
import { reconcile as standingOf, requests } from '#libs/domain';
import type { RequestLife } from '#libs/domain';
import type { RecordedEvent } from '#libs/event-store';
import type { ServiceRuntime } from '#libs/service-kit';
import { requestsReadModel } from '../requests/requests.read-model.js';

export type ReconcileWith = Pick<ServiceRuntime, 'store' | 'database' | 'clock'>;

/** A request, or `none` for a provider in scope that nothing was ever queued for; by order and provider. */
type Lives = Map<string, RequestLife>;

const pairOf = (order: string, provider: string): string => `${order} ${provider}`;
const unpair = (pair: string): { order: string; provider: string } => ({
  order: pair.slice(0, pair.indexOf(' ')),
  provider: pair.slice(pair.indexOf(' ') + 1),
});

/**
 * Proves that nothing was dropped: for every order each provider in scope is exactly one of answered, open on time,
 * overdue, parked, not expressible. The log is folded from its beginning, apart from every read model: a hole is a
 * provider in scope that no request stream speaks of. Then the read model of requests is held against the log as it was at the
 * read model's own checkpoint: a difference is one that says something else, however far it has come.
 */
export async function reconcile({ store, database, clock }: ReconcileWith): Promise<ReconciliationReport> {
  const at = clock.now().toISOString();
  const shown = await fromTheReadModel(database);
  const log = await fromTheLog(store, shown.position);
  const counts = Object.fromEntries(keysOf(RECONCILIATION).map((key) => [key, 0])) as ReconciliationReport['counts'];
  const holes: ReconciliationReport['holes'] = [];
  for (const [pair, life] of log.now) {
    if (life.status === 'none') holes.push(unpair(pair));
    else counts[standingOf(life, at)] += 1;
  }
  const differences: ReconciliationReport['differences'] = [];
  for (const pair of new Set([...log.then.keys(), ...shown.lives.keys()])) {
    const said = wordOf(log.then.get(pair), at);
    const other = wordOf(shown.lives.get(pair), at);
    if (said !== other) differences.push({ ...unpair(pair), log: said, readModel: other });
  }
  return { at, position: log.position, orders: log.orders, counts, holes, differences };
}

/** Status and standing: two requests that are both answered, one enforced and one refused, are not the same. */
const wordOf = (life: RequestLife | undefined, at: string): string | null =>
  life === undefined || life.status === 'none' ? null : `${life.status}, ${standingOf(life, at)}`;

/** Folds the whole log; `then` is what it said up to a position, `now` what it says at its end. */
async function fromTheLog(
  store: ReconcileWith['store'],
  checkpoint: number,
): Promise<{ now: Lives; then: Lives; orders: number; position: number }> {
  const position = await store.head();
  const now: Lives = new Map();
  const then: Lives = new Map();
  let orders = 0;
  const take = (event: RecordedEvent): void => {
    const told = event as unknown as OrderEvent | RequestEvent;
    if (told.type === 'OrderIssued') {
      orders += 1;
      for (const provider of told.data.providers) {
        const pair = pairOf(told.data.orderId, provider);
        if (!now.has(pair)) now.set(pair, requests.initialState);
      }
    }
    if (!isOfRequest(told)) return;
    const pair = pairOf(told.data.orderId, told.data.provider);
    const life = requests.evolve(now.get(pair) ?? requests.initialState, told);
    now.set(pair, life);
    if (event.position <= checkpoint) then.set(pair, life);
  };
  for await (const block of store.replay({ categories: ['order', 'request'], upTo: position })) block.forEach(take);
  return { now, then, orders, position };
}

const isOfRequest = (event: OrderEvent | RequestEvent): event is RequestEvent => 'requestId' in event.data;

/** The rows with the checkpoint they stand at, in one snapshot. */
async function fromTheReadModel(database: ReconcileWith['database']): Promise<{ lives: Lives; position: number }> {
  return database.transaction(async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    const checkpoint = await tx.query<{ position: string }>(
      'select position from messaging.checkpoint where subscription = $1',
      [requestsReadModel.name],
    );
    const { rows } = await tx.query<{ order_id: string; provider: string; life: RequestLife }>(
      'select order_id, provider, life from dispatch_requests.request_row',
    );
    return {
      lives: new Map(rows.map((row) => [pairOf(row.order_id, row.provider), row.life])),
      position: Number(checkpoint.rows[0]?.position ?? 0),
    };
  });
}
