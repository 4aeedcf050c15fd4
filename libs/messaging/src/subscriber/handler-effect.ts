import type { MessageHandler } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import type { RecordedEvent } from '#libs/event-store';
import { withRequestContext } from '#libs/service-kit';
import { chainsOf, keyBy } from '../delivery/effect.js';
import type { Effect } from '../delivery/effect.js';
import type { EventContext, OrderBy } from './event-subscriber.js';
import type { Watched } from './handler-span.js';

/** Keys whose handlers are under way at the same time in one transaction. */
const AT_ONCE = 16;

/**
 * Calls Nest's handlers, those of one key in order, those of different keys side by side: while one waits for an answer of the
 * database or for an append, the others go on, and their statements and appends travel together. Resolves or rejects when
 * none is under way any more, so that nothing is said on a connection whose transaction has ended.
 */
export function handlerEffect(
  handlers: ReadonlyMap<string, MessageHandler>,
  orderBy: OrderBy | undefined,
  watched: Watched = unwatched,
): Effect {
  const keyOf = keyBy(orderBy);
  return async (tx, events, attempt) => {
    const chains = chainsOf(events.map((event) => ({ key: keyOf(event), event })))[Symbol.iterator]();
    const context: EventContext = { tx, attempt };
    const failures: unknown[] = [];
    const worker = async (): Promise<void> => {
      for (const chain of chains) {
        for (const { event } of chain)
          if (failures.length === 0) await call(handlers.get(event.type), event, context, watched);
      }
    };
    const noted = (error: unknown): void => void failures.push(error);
    await Promise.all(Array.from({ length: AT_ONCE }, () => worker().catch(noted)));
    if (failures.length > 0) throw failures[0];
  };
}

/** In the context of its event: what it causes continues the event's trace. */
async function call(
  handler: MessageHandler | undefined,
  event: RecordedEvent,
  context: EventContext,
  watched: Watched,
): Promise<void> {
  if (!handler) return;
  await watched(event, context.attempt, async (traceparent) => {
    const trace = { requestId: event.id, traceId: event.correlationId, traceparent, language: 'vi' as const };
    // Nest gives an Observable when an interceptor or a filter took part, otherwise what the method returned.
    const answer: unknown = await withRequestContext(trace, () => handler(event, context));
    if (isObservable(answer)) await lastValueFrom(answer, { defaultValue: undefined });
  });
}

const unwatched: Watched = (_event, _attempt, work) => work('');
