import type { EventStore, RecordedEvent } from '#libs/event-store';
import type { Clock } from '#libs/service-kit';
import type { Backoff } from './backoff.js';
import type { Effect } from './effect.js';
import type { Skips } from './skips.js';
import type { Workers } from './workers.js';

/** What it takes to deliver to one subscription. */
export interface DeliveryOptions {
  readonly subscription: string;
  readonly workers: Workers;
  /** The service's own: its subscriptions skip together. */
  readonly skips: Skips;
  readonly store: Pick<EventStore, 'readAll'>;
  readonly clock: Clock;
  readonly keyOf: (event: RecordedEvent) => string;
  readonly effect: Effect;
  /** What every transaction of effects begins with: statements without parameters. */
  readonly opening?: readonly string[];
  /** Of a read model: which definition of its tables this program knows; stated in `opening` too. */
  readonly definition?: string;
  /** How many transactions a batch may be spread over. 1: the whole batch and its checkpoint are one transaction. */
  readonly lanes: number;
  readonly backoff: Backoff;
  /** Failed attempts after which an event is parked. */
  readonly attempts: number;
  /** How often parked events are looked at for an operator's command to retry them (ms). */
  readonly recheck: number;
}
