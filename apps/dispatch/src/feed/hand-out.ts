import { requests } from '#libs/domain';
import type { RequestEvent, RequestItem } from '#libs/contracts';
import { ConcurrencyConflict } from '#libs/event-store';
import type { Actor } from '#libs/event-store';
import { Problem } from '#libs/service-kit';
import type { RequestChange, RequestStreams } from '../streams/request-streams.js';

/** How often a delivery is decided again when requests move under it, before the provider is asked to come later. */
const ATTEMPTS = 8;

/** What is about to be shown to a provider, at the version of the request's stream that the showing rests on. */
export interface Deliverable {
  readonly item: Pick<RequestItem, 'id' | 'kind' | 'order'>;
  readonly caseId: string;
  readonly version: number;
  readonly delivered: boolean;
}

/**
 * Records the delivery of items that were never handed out, before a byte of them leaves, and returns those that may go.
 *
 * Why before: between "handed out" and "recorded" a withdrawal would take the item for unfetched, recall it, and the
 * provider would keep a block that nobody lifts. On the request's stream one of the two comes first: delivered, then
 * the withdrawal queues a lift; or recalled, then the item is not handed out. It costs one group-committed append per page of
 * new items, and nothing for items that were handed out before.
 */
export async function handOut<Item extends Deliverable>(
  streams: RequestStreams,
  items: readonly Item[],
  provider: string,
  actor: Actor,
): Promise<Item[]> {
  const fresh = items.filter((item) => !item.delivered);
  if (fresh.length === 0) return [...items];
  // The read model's row at that version says "queued"; the exact version makes sure that it still is.
  let changes: RequestChange[] = fresh.map((item) => change(item, item.version, [deliveryOf(item, provider)]));
  let dropped: ReadonlySet<string> = new Set();
  for (let attempt = 1; ; attempt++) {
    try {
      if (changes.length > 0) await streams.append(changes, { actor });
      return items.filter((item) => !dropped.has(item.item.id));
    } catch (error) {
      if (!(error instanceof ConcurrencyConflict)) throw error;
      if (attempt === ATTEMPTS) throw new Problem('unavailable', { retryAfter: 1, cause: error });
      ({ changes, dropped } = await decideAgain(streams, fresh));
    }
  }
}

/** Reads the streams themselves: handed out meanwhile, still to be recorded, or taken back and not to go. */
async function decideAgain(
  streams: RequestStreams,
  fresh: readonly Deliverable[],
): Promise<{ changes: RequestChange[]; dropped: ReadonlySet<string> }> {
  const loaded = await streams.loadAll(fresh.map((item) => item.item.id));
  const changes: RequestChange[] = [];
  const dropped = new Set<string>();
  for (const item of fresh) {
    const request = loaded.get(item.item.id);
    const decision =
      request && requests.decide({ type: item.item.kind === 'lift' ? 'deliverLift' : 'deliver' }, request.life);
    if (!decision?.ok) dropped.add(item.item.id);
    else if (decision.events.length > 0) changes.push(change(item, request?.version ?? 0, decision.events));
  }
  return { changes, dropped };
}

const change = (item: Deliverable, version: number, events: readonly RequestEvent[]): RequestChange => ({
  id: item.item.id,
  caseId: item.caseId,
  version,
  events,
});

const deliveryOf = ({ item, caseId }: Deliverable, provider: string): RequestEvent => ({
  type: item.kind === 'lift' ? 'LiftDelivered' : 'RequestDelivered',
  data: { caseId, orderId: item.order, requestId: item.id, provider },
});
