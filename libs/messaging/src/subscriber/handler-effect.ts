import type { MessageHandler } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import type { RecordedEvent } from '#libs/event-store';
import { withRequestContext } from '#libs/service-kit';
import { chainsOf, keyBy } from '../delivery/effect.js';
import type { Effect, Keyed } from '../delivery/effect.js';
import type { EventContext, OrderBy } from './event-subscriber.js';
import type { Watched } from './handler-span.js';

/** Keys whose handlers are under way at the same time in one transaction. */
const AT_ONCE = 16;
/** Most events that a method which takes several at once is given: what it does for them is one append. */
const TOGETHER = 64;

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
        for (const run of runsOf(chain, handlers)) if (failures.length === 0) await call(run, context, watched);
      }
    };
    const noted = (error: unknown): void => void failures.push(error);
    await Promise.all(Array.from({ length: AT_ONCE }, () => worker().catch(noted)));
    if (failures.length > 0) throw failures[0];
  };
}

/** Events of one key that one call of a method handles. */
interface Run {
  readonly handler: MessageHandler;
  readonly events: [RecordedEvent, ...RecordedEvent[]];
}

/** Which method takes several at once; undefined for one that takes one event, not a list. */
const takesTogether = ({ extras }: MessageHandler): string | undefined => extras?.['together'] as string | undefined;

/** What somebody handles, each event by itself, or with those after it that the same method takes together. */
function runsOf(chain: readonly Keyed[], handlers: ReadonlyMap<string, MessageHandler>): Run[] {
  const runs: Run[] = [];
  for (const { event } of chain) {
    const handler = handlers.get(event.type);
    if (!handler) continue;
    const together = takesTogether(handler);
    const last = runs.at(-1);
    const joins = together !== undefined && last !== undefined && takesTogether(last.handler) === together;
    if (joins && last.events.length < TOGETHER) last.events.push(event);
    else runs.push({ handler, events: [event] });
  }
  return runs;
}

/** In the context of its first event: what it causes continues that event's trace. */
async function call({ handler, events }: Run, context: EventContext, watched: Watched): Promise<void> {
  const [first, ...others] = events;
  const handle = async (traceparent: string): Promise<void> => {
    const trace = { requestId: first.id, traceId: first.correlationId, traceparent, language: 'vi' as const };
    // Nest gives an Observable when an interceptor or a filter took part, otherwise what the method returned.
    const answer: unknown = await withRequestContext(trace, () =>
      handler(takesTogether(handler) === undefined ? first : events, context),
    );
    if (isObservable(answer)) await lastValueFrom(answer, { defaultValue: undefined });
  };
  const withOthers = others.reduceRight(
    (work, event) => (traceparent: string) => watched(event, context.attempt, () => work(traceparent)),
    handle,
  );
  await watched(first, context.attempt, withOthers);
}

const unwatched: Watched = (_event, _attempt, work) => work('');
