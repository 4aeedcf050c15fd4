import 'reflect-metadata';
import { Controller, SetMetadata, UseFilters, applyDecorators } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type pg from 'pg';
import type { EventType } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import { KeepCause } from './keep-cause.js';
import { patternOf, serviceOf, transportOf } from './pattern.js';

/** What a handler gets beside the event. */
export interface EventContext {
  /** The transaction of this delivery: what is written with it takes effect exactly once, together with the inbox row. */
  readonly tx: pg.PoolClient;
  /** 1 at the first delivery, counted up with every retry. */
  readonly attempt: number;
}

export type OrderBy = (event: RecordedEvent) => string;

export interface SubscriberOptions {
  /** `<service>.<what>`, e.g. `triage.cases`: the name of its checkpoint, for ever. */
  readonly name: string;
  /** Events with the same key are handled one after the other; others at the same time. Default: the event's `orderingKey`. */
  readonly orderBy?: OrderBy;
  /**
   * True for one that answers wait for (`ReadPosition.wait`): it follows the log itself in one process, whatever the transport, and is not
   * held up while consumers of a broker are dealt out anew.
   */
  readonly whole?: boolean;
  /** Somebody outside waits for what it does, on an open connection (`Subscription.goesFirst`). */
  readonly goesFirst?: boolean;
}

const HANDLED = Symbol('lachan events handled by a method');
export const SUBSCRIBER_OPTIONS = Symbol('lachan subscriber');

/**
 * Marks a method `(event, ctx: EventContext)` of an `@EventSubscriber` class as the handler of some event types.
 * One subscription hands each type to one method.
 *
 * Delivery is at least once, in order per key. What the method writes with `ctx.tx` happens exactly once. What it appends with the
 * service's `EventStore` is on another connection and may be repeated: give such events ids that are derived from
 * their cause, `ids.v5(event.id + ':' + type)`, and the store recognises the repetition.
 */
export const OnEvent = (...types: [EventType, ...EventType[]]): MethodDecorator => handles({ types, together: false });

/**
 * As `OnEvent`, for a method `(events: readonly RecordedEvent[], ctx: EventContext)` that takes what follows one another under one key together: at
 * least one event, in order, none of another key between them. All of them are handled when it resolves; when it rejects they come again one by one,
 * each as a list of one.
 */
export const OnEvents = (...types: [EventType, ...EventType[]]): MethodDecorator => handles({ types, together: true });

interface Handled {
  readonly types: readonly EventType[];
  readonly together: boolean;
}

const handles =
  (handled: Handled): MethodDecorator =>
  (_target, _key, descriptor) => {
    Reflect.defineMetadata(HANDLED, handled, descriptor.value as object);
    return descriptor;
  };

/** Makes a class the subscriber of a service: list it among the `controllers` of its module. */
export function EventSubscriber(options: SubscriberOptions): ClassDecorator {
  const transport = transportOf(serviceOf(options.name));
  return (target) => {
    const prototype = target.prototype as object;
    for (const key of Object.getOwnPropertyNames(prototype)) {
      const descriptor = Object.getOwnPropertyDescriptor(prototype, key);
      if (typeof descriptor?.value !== 'function') continue;
      const handled = Reflect.getMetadata(HANDLED, descriptor.value as object) as Handled | undefined;
      if (!handled) continue;
      Payload()(prototype, key, 0);
      Ctx()(prototype, key, 1);
      const patterns = handled.types.map((type) => patternOf(options.name, type));
      const extras = { subscriber: options, ...(handled.together ? { together: key } : {}) };
      EventPattern<string[]>(patterns, transport, extras)(prototype, key, descriptor);
    }
    applyDecorators(Controller(), SetMetadata(SUBSCRIBER_OPTIONS, options), UseFilters(KeepCause))(target);
  };
}
