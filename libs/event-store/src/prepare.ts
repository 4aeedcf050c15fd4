import { canonicalJson, holdsNul } from '#libs/canonical-json';
import { checkRequest, demand, entryOf } from './check-request.js';
import type { DataKeys } from './data-keys.js';
import { InvalidEvent } from './errors.js';
import type { Keyring } from './keyring.js';
import { leafPieces } from './leaf.js';
import type { EventRegistry, EventTypeEntry } from './registry.js';
import { classesIn, scopeOf, sealData } from './sealing.js';
import type { AppendRequest, NewEvent, Reservation } from './types.js';

/** One event, checked, sealed and written in its canonical form; only version and time are still open. */
export interface PreparedEvent {
  event: NewEvent;
  schemaVersion: number;
  orderingKey: string;
  actor: string;
  data: string;
  leafText: (recordedAt: string, version: number) => string;
}

export interface PreparedStream {
  stream: string;
  /** null: any, resolved when the batch leaves. */
  expected: number | null;
  events: PreparedEvent[];
}

/** A request ready to be put into a batch. */
export interface PreparedAppend {
  streams: PreparedStream[];
  assertions: { stream: string; version: number }[];
  take: Reservation[];
  release: Reservation[];
  move: { from: string; to: string }[];
  /** The keys it is sealed under; this append saves those that are not. */
  keys: { id: string; wrapped: Buffer; saved: boolean }[];
  /** What no other request of the same batch may touch. */
  footprint: string[];
  size: number;
}

/** Checks, seals and writes down a request. Throws InvalidEvent for what can never be stored, ScopeErased after an erasure. */
export async function prepare(
  request: AppendRequest,
  context: { registry: EventRegistry; keyring: Keyring; keys: DataKeys },
): Promise<PreparedAppend> {
  checkRequest(request);
  const events = request.streams.flatMap(({ stream, events }) =>
    events.map((event) => ({ stream, event, entry: entryOf(context.registry, stream, event) })),
  );
  const created = new Set(request.streams.filter((s) => s.expectedVersion === 0).map(({ stream }) => stream));
  const scopes = new Map<string, { fresh: boolean }>();
  for (const { stream, event, entry } of events) {
    const scope = scopeOf(stream, event.orderingKey ?? stream);
    for (const fieldClass of classesIn(entry, event.data as Record<string, unknown>)) {
      scopes.set(`${fieldClass}/${scope}`, { fresh: created.has(scope) });
    }
  }
  const keys = scopes.size === 0 ? null : await context.keys.forSealing(scopes);
  const prepared = new Map(
    events.map(({ stream, event, entry }) => [
      event,
      prepareEvent(stream, event, entry, context.keyring, (id) => keys?.get(id)?.key),
    ]),
  );
  return assemble(
    request,
    (event) => prepared.get(event),
    [...(keys ?? [])].map(([id, key]) => ({ id, wrapped: key.wrapped, saved: key.saved })),
  );
}

/** What has no JSON form is the event's fault and is said with its name. */
function written<T>(event: NewEvent, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (error instanceof InvalidEvent) throw error;
    throw new InvalidEvent(`${event.type} ${event.id} cannot be written: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function prepareEvent(
  stream: string,
  event: NewEvent,
  entry: EventTypeEntry,
  keyring: Keyring,
  keyOf: (id: string) => Buffer | undefined,
): PreparedEvent {
  const orderingKey = event.orderingKey ?? stream;
  const stored = written(event, () =>
    sealData(
      keyring,
      entry,
      { id: event.id, type: event.type, data: event.data as Record<string, unknown> },
      (fieldClass) => {
        const id = `${fieldClass}/${scopeOf(stream, orderingKey)}`;
        const key = keyOf(id);
        demand(key !== undefined, () => `no data key ${id}`);
        return { id, key };
      },
    ),
  );
  const canonical = written(event, () => ({ actor: canonicalJson(event.actor), data: canonicalJson(stored) }));
  demand(
    !holdsNul(canonical.data) && !holdsNul(canonical.actor),
    () => `${event.type} ${event.id} holds a NUL character`,
  );
  const schemaVersion = event.schemaVersion ?? entry.schemaVersion;
  const { id, type, occurredAt, correlationId, causationId } = event;
  const leafText = leafPieces({ id, stream, type, schemaVersion, occurredAt, correlationId, causationId }, canonical);
  return { event, schemaVersion, orderingKey, ...canonical, leafText };
}

function assemble(
  request: AppendRequest,
  preparedOf: (event: NewEvent) => PreparedEvent | undefined,
  keys: PreparedAppend['keys'],
): PreparedAppend {
  const streams = request.streams.map(({ stream, expectedVersion, events }) => ({
    stream,
    expected: expectedVersion === 'any' ? null : expectedVersion,
    events: events.map(preparedOf).filter((event) => event !== undefined),
  }));
  const { take = [], release = [], move = [] } = request.reservations ?? {};
  const assertions = request.assertions ?? [];
  const held = [...take, ...release];
  return {
    streams,
    assertions,
    take,
    release,
    move,
    keys,
    footprint: [
      ...[...streams, ...assertions].map(({ stream }) => `stream ${stream}`),
      ...held.map(({ key }) => `key ${Buffer.from(key).toString('hex')}`),
      ...held.map(({ owner }) => `owner ${owner}`),
      ...move.flatMap(({ from, to }) => [`owner ${from}`, `owner ${to}`]),
    ],
    size: streams.reduce((sum, { events }) => events.reduce((bytes, { data }) => bytes + data.length + 500, sum), 0),
  };
}
