import type pg from 'pg';
import { quoted } from './schema.js';

/** A row of a read model that is not what the log says. */
export interface Difference {
  readonly table: string;
  /** `missing`: the log gives it, the live table has not; `unexpected`: the other way round; `changed`: some columns differ. */
  readonly kind: 'missing' | 'unexpected' | 'changed';
  /** The primary key as JSON; without one, a digest of the row. Never the row: it may hold clear text. */
  readonly key: string;
  /** Which columns differ, for `changed`. */
  readonly columns: readonly string[];
}

/** Enough to see what happened; the count is complete. */
const MOST_PER_TABLE = 100;

export interface Comparison {
  readonly rows: number;
  /** How many rows differ in all. */
  readonly different: number;
  readonly differences: readonly Difference[];
}

/** Compares every table of two schemas that were made by the same definition, row by row. */
export async function compareSchemas(db: pg.ClientBase, live: string, rebuilt: string): Promise<Comparison> {
  const { rows: tables } = await db.query<{ name: string; key: string[] }>(
    `select c.relname as name,
            coalesce((select array_agg(a.attname::text order by k.n)
                        from pg_index i
                        cross join unnest(i.indkey::int2[]) with ordinality as k (attnum, n)
                        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
                       where i.indrelid = c.oid and i.indisprimary), '{}') as key
       from pg_class c
      where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      order by c.relname`,
    [quoted(rebuilt)],
  );
  let rows = 0;
  let different = 0;
  const differences: Difference[] = [];
  for (const { name, key } of tables) {
    const [left, right] = [live, rebuilt].map((schema) => `${quoted(schema)}.${quoted(name)}`) as [string, string];
    const found = await db.query<{ kind: Difference['kind']; key: string; columns: string[]; total: string }>(
      key.length > 0 ? byKey(left, right, key) : byRow(left, right),
    );
    const counted = await db.query<{ rows: string }>(`select count(*) as rows from ${right}`);
    rows += Number(counted.rows[0]?.rows ?? 0);
    different += Number(found.rows[0]?.total ?? 0);
    differences.push(...found.rows.map((row) => ({ table: name, kind: row.kind, key: row.key, columns: row.columns })));
  }
  return { rows, different, differences };
}

function byKey(live: string, rebuilt: string, key: readonly string[]): string {
  const columns = key.map((column) => `"${column}"`);
  return `
    select case when l is null then 'missing' when n is null then 'unexpected' else 'changed' end as kind,
           jsonb_build_object(${key.map((column) => `'${column}', "${column}"`).join(', ')})::text as key,
           case when l is null or n is null then '{}'::text[] else array(
             select a.key from jsonb_each(to_jsonb(l)) a join jsonb_each(to_jsonb(n)) b using (key)
              where a.value is distinct from b.value order by a.key) end as columns,
           count(*) over () as total
      from ${live} l full join ${rebuilt} n using (${columns.join(', ')})
     where l::text is distinct from n::text
     order by ${columns.join(', ')} limit ${String(MOST_PER_TABLE)}`;
}

function byRow(live: string, rebuilt: string): string {
  return `
    with missing as (select n::text as row from ${rebuilt} n except all select l::text from ${live} l),
         unexpected as (select l::text as row from ${live} l except all select n::text from ${rebuilt} n),
         every as (select 'missing' as kind, row from missing union all select 'unexpected', row from unexpected)
    select kind, 'md5:' || md5(row) as key, '{}'::text[] as columns, count(*) over () as total
      from every order by key limit ${String(MOST_PER_TABLE)}`;
}
