import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { COLUMNS, rowOf, type StoredRow } from './stored-rows.js';
import type { ReplayOptions } from './types.js';

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** One field of COPY's text format. */
function field(text: string): string {
  return text.replace(/\\(.)/gs, (_, escaped: string) => ESCAPES[escaped] ?? escaped);
}

/**
 * Whole lines of COPY, each ended by a newline. Each is made a text of its own: one letter with an accent makes all of a text twice as long and slower to
 * cut and to parse, and most events have none outside of what is sealed.
 */
function rowsIn(block: Buffer): StoredRow[] {
  const rows: StoredRow[] = [];
  for (let start = 0, end = block.indexOf(10); end !== -1; start = end + 1, end = block.indexOf(10, start)) {
    const line = block.toString('utf8', start, end);
    const columns = line.split('\t');
    rows.push(rowOf(line.includes('\\') ? columns.map(field) : columns));
  }
  return rows;
}

/** Bytes that are read and opened at once: the data keys of a block are asked for together. */
const BLOCK = 512 * 1024;

/** Exported for the test of its plan. */
export function copyStatement(options: ReplayOptions): string {
  const where = [`l.position > ${Math.trunc(options.after ?? 0).toString()}`];
  if (options.upTo !== undefined) where.push(`l.position <= ${Math.trunc(options.upTo).toString()}`);
  if (options.categories) where.push(`l.category = any (${pg.escapeLiteral(`{${options.categories.join(',')}}`)})`);
  return `copy (select ${COLUMNS} from es.log l where ${where.join(' and ')} order by l.position) to stdout with (null '')`;
}

/**
 * Rows of the log in position order, in blocks, from one snapshot. Faster than pages: nothing is
 * planned again and nothing waits for a round trip. Ending the loop early ends the connection.
 */
export async function* copyRows(pool: pg.Pool, options: ReplayOptions): AsyncGenerator<StoredRow[]> {
  const client = await pool.connect();
  let finished = false;
  try {
    await client.query(
      "begin; set local statement_timeout = 0; set local timezone = 'UTC'; set local enable_sort = off; set local enable_bitmapscan = off",
    );
    const stream = client.query(copyTo(copyStatement(options)));
    let parts: Buffer[] = [];
    let size = 0;
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      parts.push(chunk);
      size += chunk.length;
      if (size < BLOCK) continue;
      const block = Buffer.concat(parts, size);
      const end = block.lastIndexOf(10) + 1;
      parts = [block.subarray(end)];
      size -= end;
      if (end > 0) yield rowsIn(block.subarray(0, end));
    }
    if (size > 0) yield rowsIn(Buffer.concat(parts, size));
    await client.query('commit');
    finished = true;
  } finally {
    client.release(!finished);
  }
}
