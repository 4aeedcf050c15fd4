import type { QueryArrayConfig } from 'pg';
import { rowOf, TEXT_ONLY, type StoredRow } from './stored-rows.js';

/** Between the columns of an event: no JSON and no name holds it, other texts should not either. */
const COLUMN_END = '\u001f';
const COLUMNS = 13;

/**
 * Several streams whole, each event in one text: the driver makes one string of it instead of thirteen, which cost more than parsing them. One of a whole
 * stream would cost more again: a single letter with an accent makes all of it twice as long. Columns as `COLUMNS` of stored-rows.ts names them; no
 * causation is an empty text.
 */
export function packedStreamsQuery(streams: readonly string[]): QueryArrayConfig {
  return {
    name: 'es.read-streams-packed',
    text: `select concat_ws(E'${escaped(COLUMN_END)}', l.position, l.stream, l.version, l.type, l.id, l.ordering_key,
        l.schema_version, l.occurred_at, l.recorded_at, l.actor, l.correlation_id, coalesce(l.causation_id, ''), l.data)
      from es.log l where l.stream = any ($1) order by l.stream, l.version`,
    values: [streams],
    rowMode: 'array',
    types: TEXT_ONLY,
  };
}

const escaped = (separator: string): string => `\\u${separator.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * The rows of an answer to `packedStreamsQuery`. Null when a text of an event holds the separator: then columns are not as many as they must be (a text
 * can only add to them), and the streams are to be read column by column.
 */
export function unpacked(answer: readonly StoredRow[]): StoredRow[] | null {
  const all: StoredRow[] = [];
  for (const [text] of answer) {
    const columns = (text ?? '').split(COLUMN_END);
    if (columns.length !== COLUMNS) return null;
    all.push(rowOf(columns));
  }
  return all;
}
