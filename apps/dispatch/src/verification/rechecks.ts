import { Injectable } from '@nestjs/common';
import { orders } from '#libs/domain';
import { ConcurrencyConflict, EventStore } from '#libs/event-store';
import { Clock, Database } from '#libs/service-kit';
import { OrderChanges } from '../orders/order-changes.js';
import { OrderFiles, wasIssued } from '../orders/order-file.js';
import { DISPATCH } from '../streams/envelopes.js';
import { isSure, nameNow, remember, settled } from './name-memory.js';
import type { NameMemory, NameNow } from './name-memory.js';
import type { Look } from './verdict.js';

/**
 * What looks at a block say of the name itself: gone, moved, back. Remembered for each order, whichever provider's block was
 * looked at, and said on the order when it has been so for an hour. An order that was widened to several names is said to be
 * gone or moved only while all of them are: looks at one that is there begin the hour anew.
 */
@Injectable()
export class Rechecks {
  constructor(
    private readonly database: Database,
    private readonly files: OrderFiles,
    private readonly changes: OrderChanges,
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  /** Takes in one look at a block of this order. Says whether another look is needed soon to be sure of a change. */
  async note(orderId: string, look: Look): Promise<boolean> {
    const now = nameNow(look);
    if (now === undefined) return false;
    const at = this.clock.now().toISOString();
    const before = await this.#memory(orderId);
    const memory = remember(before, now, at);
    const told = isSure(memory, at) && (await this.#say(orderId, memory, at));
    await this.#keep(orderId, told ? arrived(memory, now, at) : memory);
    return before !== undefined && memory.seen !== before.seen;
  }

  /** Whether the order's stream says it from now on; another process that said something meanwhile leaves it to the next look. */
  async #say(orderId: string, { seen, since }: NameMemory, now: string): Promise<boolean> {
    const file = await this.files.load(orderId);
    if (!wasIssued(file.state)) return false;
    const decision = orders.decide({ type: 'recheck', seen, since, now }, file.state);
    if (!decision.ok || decision.events.length === 0) return false;
    const own = this.changes.own(file, file.state.terms.caseId, decision.events, { actor: DISPATCH });
    try {
      await this.store.append({ streams: [own] });
      return true;
    } catch (error) {
      if (error instanceof ConcurrencyConflict) return false;
      throw error;
    }
  }

  async #memory(orderId: string): Promise<NameMemory | undefined> {
    const { rows } = await this.database.query<{ seen: NameMemory['seen']; since: Date; places: string[] }>(
      'select seen, since, places from dispatch_probing.name_seen where order_id = $1',
      [orderId],
    );
    const row = rows[0];
    return row && { seen: row.seen, since: row.since.toISOString(), places: row.places };
  }

  async #keep(orderId: string, { seen, since, places }: NameMemory): Promise<void> {
    await this.database.query(
      `insert into dispatch_probing.name_seen (order_id, seen, since, places, looked_at) values ($1, $2, $3, $4, now())
       on conflict (order_id) do update
         set seen = excluded.seen, since = excluded.since, places = excluded.places, looked_at = excluded.looked_at`,
      [orderId, seen, since, places],
    );
  }
}

/** A new place that was said is a known one. */
const arrived = (memory: NameMemory, now: NameNow, at: string): NameMemory =>
  memory.seen === 'elsewhere' ? { seen: 'there', since: at, places: settled(memory.places, now) } : memory;
