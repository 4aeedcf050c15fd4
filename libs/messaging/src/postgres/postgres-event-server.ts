import { Server } from '@nestjs/microservices';
import type { CustomTransportStrategy, MessageHandler } from '@nestjs/microservices';
import type { ServiceRuntime } from '#libs/service-kit';
import { EVENT_ATTEMPTS, EVENT_BACKOFF } from '../delivery/backoff.js';
import type { Backoff } from '../delivery/backoff.js';
import type { DeliveryOptions } from '../delivery/delivery-options.js';
import { keyBy } from '../delivery/effect.js';
import { knowing } from '../delivery/older-program.js';
import { PostgresDelivery } from '../delivery/postgres-delivery.js';
import { Skips } from '../delivery/skips.js';
import { Workers } from '../delivery/workers.js';
import { readModelEffect, tablesIn } from '../read-model/effect.js';
import type { ReadModel } from '../read-model/read-model.js';
import { digestOf } from '../read-model/schema.js';
import type { OrderBy, SubscriberOptions } from '../subscriber/event-subscriber.js';
import { handlerEffect } from '../subscriber/handler-effect.js';
import { handlerSpans } from '../subscriber/handler-span.js';
import { splitPattern, transportOf } from '../subscriber/pattern.js';
import { closeLanes, openLanes } from '../kafka/lane-checkpoints.js';
import { laneName } from '../kafka/lane.js';
import { ResumedDelivery } from '../kafka/resumed-delivery.js';
import type { Delivery, EventTransport, Subscription } from '../transport.js';
import { PostgresTransport } from './postgres-transport.js';

/** Transactions that one batch of a subscriber is spread over; the appends of its handlers then share group commits. */
const LANES = 6;

export interface EventServerOptions {
  readonly readModels?: readonly ReadModel[];
  readonly backoff?: Backoff;
  readonly attempts?: number;
  readonly lanes?: number;
  readonly batch?: number;
  /** How often another process's lease is asked for (ms). */
  readonly standby?: number;
  /** How often parked events are looked at for an operator's command (ms). */
  readonly recheck?: number;
  /** What carries the events; default: the log itself, in PostgreSQL. */
  readonly transport?: EventTransport;
}

/**
 * The Nest transport of one service: collects the service's `@EventSubscriber` handlers from Nest's container and its read models, and runs them
 * as subscriptions on the service's own connections. Connected once per service, so services in one process stay apart.
 */
export class PostgresEventServer extends Server implements CustomTransportStrategy {
  override readonly transportId: symbol;
  /** Errors of handlers are the runner's: Nest must neither log nor swallow them. */
  override readonly propagatesEventHandlerErrors = true;
  readonly #transport: EventTransport;
  readonly #workers: Workers;
  readonly #skips: Skips;

  constructor(
    private readonly runtime: ServiceRuntime,
    private readonly options: EventServerOptions = {},
  ) {
    super();
    this.transportId = transportOf(runtime.service);
    this.#transport = options.transport ?? new PostgresTransport(runtime, options);
    this.#workers = new Workers(runtime.workers, runtime.workers.options.max - 1);
    this.#skips = new Skips(this.#workers);
  }

  listen(callback: (error?: unknown) => void): void {
    try {
      const subscriptions = [
        ...this.#subscribers(),
        ...(this.options.readModels ?? []).map((model) => this.#readModel(model)),
      ];
      const twice = subscriptions.map(({ name }) => name).find((name, at, names) => names.indexOf(name) !== at);
      if (twice !== undefined) throw new Error(`two subscriptions are called ${twice}`);
      this.#transport.start(subscriptions);
      callback();
    } catch (error) {
      callback(error);
    }
  }

  /** Finishes the events in hand. */
  async close(): Promise<void> {
    await this.#transport.close();
  }

  /** Null while the subscriptions run, otherwise a sentence for operators. */
  problem(): string | null {
    return this.#transport.problem();
  }

  on(): never {
    throw new Error('this transport has no events of its own: watch readiness and metrics');
  }

  /** The transport underneath, for Nest's `unwrap`. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the signature is Nest's
  unwrap<T = EventTransport>(): T {
    return this.#transport as unknown as T;
  }

  #readModel(model: ReadModel): Subscription {
    if (model.service !== this.runtime.service) {
      throw new Error(`wanted a read model of ${this.runtime.service}, found ${model.name} of ${model.service}`);
    }
    // Always as a whole, by whatever transport: a fold of the log stands at one position of it (ADR 0023).
    const { name, types, orderBy } = model;
    const definition = digestOf(model);
    const opening = [tablesIn(model.schema), knowing(definition)];
    const of = { subscription: name, effect: readModelEffect(model), opening, definition, lanes: 1 };
    const delivery = this.#delivery(of, orderBy);
    return {
      name,
      types: new Set(types),
      delivery,
      mayRest: model.mayRest === true,
      goesFirst: model.goesFirst === true,
    };
  }

  /** One subscription per `@EventSubscriber` class, from the patterns Nest collected. */
  #subscribers(): Subscription[] {
    const byName = new Map<string, { options: SubscriberOptions; handlers: Map<string, MessageHandler> }>();
    for (const [pattern, handler] of this.messageHandlers) {
      const { subscription, type } = splitPattern(pattern);
      const options = handler.extras?.['subscriber'] as SubscriberOptions | undefined;
      if (!options) throw new Error(`the handler of ${pattern} was not declared with @EventSubscriber and @OnEvent`);
      if (handler.next) throw new Error(`two methods handle ${type} for ${subscription}: one event, one method`);
      const known = byName.get(subscription) ?? { options, handlers: new Map<string, MessageHandler>() };
      known.handlers.set(type, handler);
      byName.set(subscription, known);
    }
    return [...byName.values()].map(({ options, handlers }) => this.#subscriber(options, handlers));
  }

  /** A subscriber is delivered to as a whole or by lanes, as its transport can, and may change over at any start. */
  #subscriber(options: SubscriberOptions, handlers: ReadonlyMap<string, MessageHandler>): Subscription {
    const { name, orderBy, goesFirst = false } = options;
    const types = new Set(handlers.keys());
    const { spans } = this.runtime;
    const effect = handlerEffect(handlers, orderBy, spans && handlerSpans(spans, name));
    const deliveryOf = (subscription: string): Delivery =>
      this.#delivery({ subscription, effect, lanes: this.options.lanes ?? LANES }, orderBy);
    const whole = deliveryOf(name);
    const ofLane = (lane: number): Delivery => deliveryOf(laneName(name, lane));
    const close = { name, types, workers: this.#workers, store: this.runtime.store, deliveryOf: ofLane };
    const delivery = new ResumedDelivery(whole, () => closeLanes(close));
    // Across ordering keys its own order holds only where one process sees every event.
    if (orderBy !== undefined || options.whole === true) return { name, types, delivery, goesFirst };
    const lanes = (lane: number, count: number): Delivery =>
      new ResumedDelivery(ofLane(lane), () => openLanes(this.#workers, name, count));
    return { name, types, delivery, goesFirst, lanes };
  }

  #delivery(
    of: Pick<DeliveryOptions, 'subscription' | 'effect' | 'opening' | 'definition' | 'lanes'>,
    orderBy: OrderBy | undefined,
  ): Delivery {
    const { backoff = EVENT_BACKOFF, attempts = EVENT_ATTEMPTS, recheck = 1_000 } = this.options;
    const { store, clock } = this.runtime;
    return new PostgresDelivery({
      ...of, workers: this.#workers, skips: this.#skips, store, clock, keyOf: keyBy(orderBy), backoff, attempts, recheck,
    }); // prettier-ignore
  }
}
