import type { QueryConfig } from 'pg';
import { boolArray, byteaArray, textArray } from './binary-arrays.js';
import { leafOfText } from './leaf.js';
import type { PreparedAppend } from './prepare.js';

/** es.append_one's own error: a data key changed under its hands; nothing was appended. */
export const KEY_CHANGED = 'LC001';

const TEXT = `select es.append_one(${Array.from({ length: 16 }, (_, index) => `$${(index + 1).toString()}`).join(', ')}) as position`;

/**
 * The fast path of an idle batcher: one event to one stream, without assertions and reservations. Null when the request is more
 * than that.
 */
export function encodeOne(request: PreparedAppend, recordedAt: string, expected: number): QueryConfig | null {
  const [target, second] = request.streams;
  const [prepared, another] = target?.events ?? [];
  if ((target === undefined || prepared === undefined || second) ?? another) return null;
  const { assertions, take, release, move, keys } = request;
  if (assertions.length + take.length + release.length + move.length > 0) return null;
  const { event, orderingKey, schemaVersion, actor, data, leafText } = prepared;
  const values = [
    target.stream,
    expected,
    event.type,
    event.id,
    orderingKey,
    schemaVersion,
    event.occurredAt,
    recordedAt,
  ];
  return {
    name: 'es.append-one',
    text: TEXT,
    values: [
      ...values,
      actor,
      event.correlationId,
      event.causationId,
      data,
      leafOfText(leafText(recordedAt, expected + 1)),
      ...(keys.length === 0
        ? [null, null, null]
        : [
            textArray(keys.map(({ id }) => id)),
            byteaArray(keys.map(({ wrapped }) => wrapped)),
            boolArray(keys.map(({ saved }) => saved)),
          ]),
    ],
  };
}
