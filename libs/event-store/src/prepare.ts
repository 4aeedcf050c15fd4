import { canonicalJson, holdsNul } from '#libs/canonical-json';
import { checkRequest, demand, entryOf } from './check-request.js';
import type { DataKeys } from './data-keys.js';
import { InvalidEvent } from './errors.js';
import type { Keyring } from './keyring.js';
import { leafPieces } from './leaf.js';
import type { EventRegistry, EventTypeEntry, FieldClass } from './registry.js';
import { classesIn, scopeOf, sealedText } from './sealing.js';
import type { Actor, AppendRequest, NewEvent, Reservation } from './types.js';

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

/** One event on its way to being prepared: whose key protects it, and which classes of it hold something. */
interface Draft {
  event: NewEvent;
  entry: EventTypeEntry;
  stream: string;
  scope: string;
  said: readonly FieldClass[];
}

/** Checks, seals and writes down a request. Throws InvalidEvent for what can never be stored, ScopeErased after an erasure. */
export async function prepare(
  request: AppendRequest,
  context: { registry: EventRegistry; keyring: Keyring; keys: DataKeys },
): Promise<PreparedAppend> {
  checkRequest(request);
  const scopes = new Map<string, { fresh: boolean }>();
  const drafts = request.streams.map(({ stream, events }) =>
    events.map((event): Draft => {
      const entry = entryOf(context.registry, stream, event);
      const scope = scopeOf(stream, event.orderingKey ?? stream);
      const said = classesIn(entry, event.data as Record<string, unknown>);
      for (const fieldClass of said) {
        const id = `${fieldClass}/${scope}`;
        if (!scopes.has(id)) scopes.set(id, { fresh: isCreated(request, scope) });
      }
      return { event, entry, stream, scope, said };
    }),
  );
  const keys = scopes.size === 0 ? NO_KEYS : await context.keys.forSealing(scopes);
  const actorText = actorTexts();
  const streams = request.streams.map(({ stream, expectedVersion }, index) => ({
    stream,
    expected: expectedVersion === 'any' ? null : expectedVersion,
    events: (drafts[index] ?? []).map((draft) => prepareEvent(draft, context.keyring, keys, actorText)),
  }));
  return assemble(request, streams, keys);
}

type SealingKeys = Awaited<ReturnType<DataKeys['forSealing']>>;

const NO_KEYS: SealingKeys = new Map();

/** Does this request make the stream that the scope is named after? */
function isCreated(request: AppendRequest, scope: string): boolean {
  return request.streams.some(({ stream, expectedVersion }) => expectedVersion === 0 && stream === scope);
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

/** Canonical texts of who acted: the events of one request mostly share one object, which is written once. */
function actorTexts(): (actor: Actor) => string {
  let last: { actor: Actor; text: string } | null = null;
  return (actor) => (last?.actor === actor ? last : (last = { actor, text: canonicalJson(actor) })).text;
}

function prepareEvent(
  draft: Draft,
  keyring: Keyring,
  keys: SealingKeys,
  actorText: (actor: Actor) => string,
): PreparedEvent {
  const { event, entry, stream, scope, said } = draft;
  const { id, type, occurredAt, correlationId, causationId, orderingKey = stream } = event;
  const canonical = written(event, () => ({
    actor: actorText(event.actor),
    data: sealedText(keyring, entry, { id, type, data: event.data as Record<string, unknown> }, said, (fieldClass) => {
      const keyId = `${fieldClass}/${scope}`;
      const key = keys.get(keyId)?.key;
      demand(key !== undefined, () => `no data key ${keyId}`);
      return { id: keyId, key };
    }),
  }));
  demand(
    !holdsNul(canonical.data) && !holdsNul(canonical.actor),
    () => `${event.type} ${event.id} holds a NUL character`,
  );
  const schemaVersion = event.schemaVersion ?? entry.schemaVersion;
  const leafText = leafPieces({ id, stream, type, schemaVersion, occurredAt, correlationId, causationId }, canonical);
  return { event, schemaVersion, orderingKey, ...canonical, leafText };
}

function assemble(request: AppendRequest, streams: PreparedStream[], keys: SealingKeys): PreparedAppend {
  const { take = [], release = [], move = [] } = request.reservations ?? {};
  const assertions = request.assertions ?? [];
  const footprint = streams.map(({ stream }) => `stream ${stream}`);
  for (const { stream } of assertions) footprint.push(`stream ${stream}`);
  for (const { key, owner } of [...take, ...release]) {
    footprint.push(`key ${Buffer.from(key).toString('hex')}`, `owner ${owner}`);
  }
  for (const { from, to } of move) footprint.push(`owner ${from}`, `owner ${to}`);
  return {
    streams,
    assertions,
    take,
    release,
    move,
    keys: Array.from(keys, ([id, { wrapped, saved }]) => ({ id, wrapped, saved })),
    footprint,
    size: streams.reduce((sum, { events }) => events.reduce((bytes, { data }) => bytes + data.length + 500, sum), 0),
  };
}
