import type { QueryArrayConfig } from 'pg';
import { CAUSATION, TEXT_ONLY, type StoredRow } from './stored-rows.js';

/** Between the columns of an event, and between events: no JSON and no name holds them, other texts should not either. */
const COLUMN_END = '\u001f';
const ROW_END = '\u001e';
const COLUMNS = 13;

/**
 * Several streams whole, each in one text: the driver makes one string of a stream instead of thirteen of each of its events, which
 * cost more than parsing them. Columns as `COLUMNS` of stored-rows.ts names them; no causation is an empty text.
 */
export function packedStreamsQuery(streams: readonly string[]): QueryArrayConfig {
  return {
    name: 'es.read-streams-packed',
    text: `select count(*), string_agg(concat_ws(E'${escaped(COLUMN_END)}', l.position, l.stream, l.version, l.type, l.id, l.ordering_key,
        l.schema_version, l.occurred_at, l.recorded_at, l.actor, l.correlation_id, coalesce(l.causation_id, ''), l.data),
        E'${escaped(ROW_END)}' order by l.version)
      from es.log l where l.stream = any ($1) group by l.stream`,
    values: [streams],
    rowMode: 'array',
    types: TEXT_ONLY,
  };
}

const escaped = (separator: string): string => `\\u${separator.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * The rows of an answer to `packedStreamsQuery`. Null when a text of an event holds a separator: then rows and columns are not as many as
 * they must be (a text can only add to them), and the streams are to be read column by column.
 */
export function unpacked(answer: readonly StoredRow[]): StoredRow[] | null {
  const all: StoredRow[] = [];
  for (const [count, text] of answer) {
    const rows = (text ?? '').split(ROW_END);
    if (rows.length !== Number(count)) return null;
    for (const row of rows) {
      const columns: (string | null)[] = row.split(COLUMN_END);
      if (columns.length !== COLUMNS) return null;
      if (columns[CAUSATION] === '') columns[CAUSATION] = null;
      all.push(columns);
    }
  }
  return all;
}
