import type { QueryArrayConfig } from 'pg';
import { COLUMNS, TEXT_ONLY } from './stored-rows.js';
import type { ReadAllOptions, ReadStreamOptions } from './types.js';

const NO_END = 2 ** 31 - 1;

function query(name: string, text: string, values: unknown[]): QueryArrayConfig {
  return { name, text, values, rowMode: 'array', types: TEXT_ONLY };
}

/** Part of one stream by version. */
export function streamQuery(stream: string, options: ReadStreamOptions): QueryArrayConfig {
  const backwards = options.direction === 'backwards';
  return query(
    `es.read-stream-${backwards ? 'backwards' : 'forwards'}`,
    `select ${COLUMNS} from es.log l
     where l.stream = $1 and l.version between $2 and $3 and ($4::timestamptz is null or l.recorded_at <= $4)
     order by l.version ${backwards ? 'desc' : 'asc'} limit $5`,
    [stream, options.from ?? 1, options.to ?? NO_END, options.at ?? null, options.limit ?? null],
  );
}

/** Several streams whole; each one's events in order of their versions. */
export function streamsQuery(streams: readonly string[]): QueryArrayConfig {
  return query(
    'es.read-streams',
    `select ${COLUMNS} from es.log l where l.stream = any ($1) order by l.stream, l.version`,
    [streams],
  );
}

/** The log between two positions, as far as the role may read: low < position <= high. */
export function logQuery(
  options: Pick<ReadAllOptions, 'types' | 'categories' | 'direction'>,
  low: number,
  high: number,
  limit: number,
): QueryArrayConfig {
  const backwards = options.direction === 'backwards';
  return query(
    `es.read-all-${backwards ? 'backwards' : 'forwards'}`,
    `select ${COLUMNS} from es.log l
     where l.position > $1 and l.position <= $2
       and ($3::text[] is null or l.type = any ($3)) and ($4::text[] is null or l.category = any ($4))
     order by l.position ${backwards ? 'desc' : 'asc'} limit $5`,
    [low, high, options.types ?? null, options.categories ?? null, limit],
  );
}

/** The events with these ids, in position order. */
export function idsQuery(ids: readonly string[]): QueryArrayConfig {
  return query('es.read-ids', `select ${COLUMNS} from es.log l where l.id = any ($1::uuid[]) order by l.position`, [
    ids,
  ]);
}
