import { InvalidEvent } from './errors.js';
import type { EventRegistry, EventTypeEntry } from './registry.js';
import { categoryOf, isStreamName } from './streams.js';
import type { AppendRequest, NewEvent } from './types.js';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Refuses as InvalidEvent: a mistake of the program, never of a user. */
export function demand(condition: boolean, message: () => string): asserts condition {
  if (!condition) throw new InvalidEvent(message());
}

const allDiffer = (texts: readonly string[]): boolean => texts.length < 2 || new Set(texts).size === texts.length;

/** The shape of a request: what the types cannot say and what callers from JavaScript are not held by. */
export function checkRequest(request: AppendRequest): void {
  demand(request.streams.length > 0, () => 'an append without streams');
  const names = [...request.streams, ...(request.assertions ?? [])].map(({ stream }) => stream);
  demand(allDiffer(names), () => `a stream is named twice in one append: ${names.join(', ')}`);
  for (const { stream, expectedVersion, events } of request.streams) {
    demand(isStreamName(stream), () => `${JSON.stringify(stream)} is no stream name`);
    demand(events.length > 0, () => `an append without events to ${stream}`);
    demand(
      expectedVersion === 'any' || (Number.isInteger(expectedVersion) && expectedVersion >= 0),
      () => `${String(expectedVersion)} is no version of ${stream}`,
    );
  }
  const ids = request.streams.flatMap(({ events }) => events.map(({ id }) => id));
  demand(allDiffer(ids), () => `an event id is used twice in one append: ${ids.join(', ')}`);
  const { take = [], release = [] } = request.reservations ?? {};
  for (const { key } of [...take, ...release]) {
    demand(key.length === 32, () => `a reservation key has ${key.length.toString()} bytes, it must have 32`);
  }
}

/** A text that PostgreSQL can keep and that says something; callers from JavaScript are not held by the types. */
function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && !value.includes('\0');
}

/** The registry's entry for an event that is fit for this stream. */
export function entryOf(registry: EventRegistry, stream: string, event: NewEvent): EventTypeEntry {
  const entry = Object.hasOwn(registry, event.type) ? registry[event.type] : undefined;
  demand(entry !== undefined, () => `event type ${event.type} is not in the registry`);
  const category = categoryOf(stream);
  demand(category === entry.category || category.startsWith(`${entry.category}-`), () => {
    return `${event.type} belongs to category ${entry.category}, not to stream ${stream}`;
  });
  demand(UUID.test(event.id), () => `${JSON.stringify(event.id)} is no event id (a lower-case UUID)`);
  demand(
    INSTANT.test(event.occurredAt) && !Number.isNaN(Date.parse(event.occurredAt)),
    () => `${JSON.stringify(event.occurredAt)} is no time in UTC with milliseconds (${event.type} ${event.id})`,
  );
  const { correlationId, causationId, orderingKey = stream } = event;
  demand(
    isText(correlationId) && isText(orderingKey) && (causationId === null || isText(causationId)),
    () => `${event.type} ${event.id} needs texts as correlation id, causation id and ordering key`,
  );
  return entry;
}
