import type { QueryConfig } from 'pg';
import { boolArray, byteaArray, textArray, timestamptz, uuid } from './binary-arrays.js';
import { leafOfText } from './leaf.js';
import type { PreparedAppend, PreparedEvent } from './prepare.js';

/** es.append_one's own error: a data key changed under its hands; nothing was appended. */
export const KEY_CHANGED = 'LC001';

const call = (name: string, parameters: number): string =>
  `select es.${name}(${Array.from({ length: parameters }, (_, index) => `$${(index + 1).toString()}`).join(', ')}) as position`;

const NEXT = { name: 'es.append-next', text: call('append_next', 15) };
const ONE = { name: 'es.append-one', text: call('append_one', 16) };

/**
 * The fast path of an idle batcher: one event to one stream, without assertions and reservations. Null when the request is more
 * than that.
 */
export function encodeOne(request: PreparedAppend, recordedAt: string, expected: number): QueryConfig | null {
  const { streams, assertions, take, release, move, keys } = request;
  const target = streams[0];
  const event = target?.events[0];
  if (target === undefined || event === undefined || streams.length + target.events.length > 2) return null;
  if (assertions.length + take.length + release.length + move.length > 0) return null;
  const values = eventValues(target.stream, event, recordedAt, expected);
  const key = keys[0];
  if (expected > 0 && keys.length < 2 && key?.saved !== false) {
    values.push(key?.id ?? null, key?.wrapped ?? null);
    return { ...NEXT, values };
  }
  if (key === undefined) values.push(null, null, null);
  else {
    values.push(textArray(keys.map(({ id }) => id)), byteaArray(keys.map(({ wrapped }) => wrapped)));
    values.push(boolArray(keys.map(({ saved }) => saved)));
  }
  return { ...ONE, values };
}

/** What both functions begin with. Times and ids travel in binary: the server would have to parse their texts. */
function eventValues(
  stream: string,
  { event, orderingKey, schemaVersion, actor, data, leafText }: PreparedEvent,
  recordedAt: string,
  expected: number,
): unknown[] {
  const { type, id, occurredAt, correlationId, causationId } = event;
  const leaf = leafOfText(leafText(recordedAt, expected + 1));
  return [
    ...[stream, expected, type, uuid(id), orderingKey, schemaVersion],
    ...[timestamptz(Date.parse(occurredAt)), timestamptz(Date.parse(recordedAt)), actor, correlationId, causationId],
    ...[data, leaf],
  ];
}
