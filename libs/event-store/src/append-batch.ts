import type { QueryConfig } from 'pg';
import {
  boolArray,
  byteaArray,
  int4Array,
  jsonbArray,
  textArray,
  timestamptzArray,
  uuidArray,
} from './binary-arrays.js';
import { leafOfText } from './leaf.js';
import type { PreparedAppend, PreparedEvent } from './prepare.js';

/** Why one request of a batch was not appended: the three facts, as es.append gives them. */
export interface Refusal {
  code: 'category' | 'version' | 'assertion' | 'key' | 'erased' | 'reservation';
  subject: string;
  wanted: string;
  actual: string | null;
}

export type Outcome =
  | { refused: Refusal }
  | { refused: null; firstPosition: number; recordedAt: string; versions: number[] /* first of each stream */ };

/** A stream that a request writes, or only asserts: then without events. */
interface Place {
  request: number;
  stream: string;
  expected: number;
  events: readonly PreparedEvent[];
}

/** One event on its way: where its stream stands among the places, from 1, and its version. */
interface Row {
  target: number;
  version: number;
  event: PreparedEvent;
}

/** A batch as es.append takes it. */
export interface EncodedBatch {
  requests: readonly PreparedAppend[];
  /** Per request, per stream: the version it was expected at. */
  expected: number[][];
  recordedAt: string;
  query: QueryConfig;
}

const TEXT = `select * from es.append(${Array.from({ length: 26 }, (_, index) => `$${(index + 1).toString()}`).join(', ')})`;

/**
 * Writes requests with disjoint footprints as one call. `versionOf` resolves streams whose expected version is any: the version
 * last seen, 0 when never seen; a wrong guess is refused like any conflict and comes back with the right one.
 */
export function encodeBatch(
  requests: readonly PreparedAppend[],
  recordedAt: string,
  versionOf: (stream: string) => number,
): EncodedBatch {
  const expected = requests.map(({ streams }) => streams.map(({ stream, expected }) => expected ?? versionOf(stream)));
  const places = requests.flatMap(({ streams, assertions }, request): Place[] => [
    ...streams.map(({ stream, events }, index) => ({
      request,
      stream,
      expected: expected[request]?.[index] ?? 0,
      events,
    })),
    ...assertions.map(({ stream, version }) => ({ request, stream, expected: version, events: [] })),
  ]);
  const rows = places.flatMap(({ expected, events }, index) =>
    events.map((event, n): Row => ({ target: index + 1, version: expected + n + 1, event })),
  );
  const values = [...placeArrays(places), ...eventArrays(rows, recordedAt), recordedAt];
  values.push(...keyArrays(requests), ...reservationArrays(requests));
  return { requests, expected, recordedAt, query: { name: 'es.append', text: TEXT, values } };
}

function placeArrays(places: readonly Place[]): unknown[] {
  return [
    int4Array(places.map(({ request }) => request)),
    textArray(places.map(({ stream }) => stream)),
    int4Array(places.map(({ expected }) => expected)),
    int4Array(places.map(({ events }) => events.length)),
  ];
}

function eventArrays(rows: readonly Row[], recordedAt: string): unknown[] {
  return [
    int4Array(rows.map(({ target }) => target)),
    int4Array(rows.map(({ version }) => version)),
    textArray(rows.map(({ event }) => event.event.type)),
    uuidArray(rows.map(({ event }) => event.event.id)),
    textArray(rows.map(({ event }) => event.orderingKey)),
    int4Array(rows.map(({ event }) => event.schemaVersion)),
    timestamptzArray(rows.map(({ event }) => Date.parse(event.event.occurredAt))),
    jsonbArray(rows.map(({ event }) => event.actor)),
    textArray(rows.map(({ event }) => event.event.correlationId)),
    textArray(rows.map(({ event }) => event.event.causationId)),
    jsonbArray(rows.map(({ event }) => event.data)),
    byteaArray(rows.map(({ event, version }) => leafOfText(event.leafText(recordedAt, version)))),
  ];
}

function keyArrays(requests: readonly PreparedAppend[]): unknown[] {
  const rows = requests.flatMap(({ keys }, request) => keys.map((key) => ({ request, ...key })));
  if (rows.length === 0) return [null, null, null, null];
  return [
    int4Array(rows.map(({ request }) => request)),
    textArray(rows.map(({ id }) => id)),
    byteaArray(rows.map(({ wrapped }) => wrapped)),
    boolArray(rows.map(({ saved }) => saved)),
  ];
}

function reservationArrays(requests: readonly PreparedAppend[]): unknown[] {
  const rows = requests.flatMap(({ take, release, move }, request) => [
    ...take.map(({ key, owner }) => ({ request, verb: 'take', key, owner, target: null })),
    ...release.map(({ key, owner }) => ({ request, verb: 'release', key, owner, target: null })),
    ...move.map(({ from, to }) => ({ request, verb: 'move', key: null, owner: from, target: to })),
  ]);
  if (rows.length === 0) return [null, null, null, null, null];
  return [
    int4Array(rows.map(({ request }) => request)),
    textArray(rows.map(({ verb }) => verb)),
    byteaArray(rows.map(({ key }) => key)),
    textArray(rows.map(({ owner }) => owner)),
    textArray(rows.map(({ target }) => target)),
  ];
}

/** The row that es.append answers with. */
export interface AppendAnswer {
  first_position: string | null;
  refused: number[];
  code: Refusal['code'][];
  subject: string[];
  wanted: string[];
  actual: (string | null)[];
}

/** Each request's own outcome, in order. */
export function decodeAnswer(batch: EncodedBatch, answer: AppendAnswer): Outcome[] {
  const refusals = new Map<number, Refusal>();
  answer.refused.forEach((request, index) => {
    const [code, subject] = [answer.code[index], answer.subject[index]];
    if (code === undefined || subject === undefined || refusals.has(request)) return;
    refusals.set(request, { code, subject, wanted: answer.wanted[index] ?? '', actual: answer.actual[index] ?? null });
  });
  let position = Number(answer.first_position ?? 0);
  return batch.requests.map((request, number) => {
    const refused = refusals.get(number);
    if (refused) return { refused };
    const firstPosition = position;
    position += request.streams.reduce((sum, { events }) => sum + events.length, 0);
    const versions = (batch.expected[number] ?? []).map((expected) => expected + 1);
    return { refused: null, firstPosition, recordedAt: batch.recordedAt, versions };
  });
}
