import { createHash } from 'node:crypto';
import type pg from 'pg';

/** What a backup leaves out, and why. Every other table of the installation is in it, also one that did not exist when this was written. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  'public.lachan_migration': 'made by the migrations of the restoring program',
  'messaging.read_model': 'made with the read models, which are made again from the log',
  'es.category_writer': 'made by the migrations',
  'es.category_reader': 'made by the migrations',
  'keys.key_reader': 'made by the migrations',
  'dispatch_console.feed_generation':
    'made by the migrations: the feeds of a restored installation tell another history, and a cursor from before is told so',
  'identity.session': 'everybody signs in again: a session that was ended since must not come back',
  'identity.setup_token': 'valid for a day, once',
};

/** The wrapped data keys: in a file of their own, so that what was erased stays erased in every old backup. */
export const KEYS = 'keys.data_key';

export interface BackedUpTable {
  readonly name: string;
  readonly columns: readonly string[];
}

const TABLES = `
  select n.nspname || '.' || c.relname as name,
         array(select a.attname::text from pg_attribute a
                where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                order by a.attnum) as columns,
         array(select fn.nspname || '.' || f.relname from pg_constraint k
                 join pg_class f on f.oid = k.confrelid join pg_namespace fn on fn.oid = f.relnamespace
                where k.conrelid = c.oid and k.contype = 'f' and f.oid <> c.oid) as needs
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence = 'p'
     and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_'
     and n.nspname !~ '__(rebuild|old)$'
     and n.nspname not in (select schema_name from messaging.read_model)
   order by 1`;

/** The tables of an installation that are its memory, in an order in which they can be filled: what is referred to comes first. */
export const tablesOf = async (db: pg.ClientBase): Promise<BackedUpTable[]> => {
  const { rows } = await db.query<BackedUpTable & { needs: string[] }>(TABLES);
  const waiting = rows.filter(({ name }) => !(name in LEFT_OUT) && name !== KEYS);
  const names = new Set(waiting.map(({ name }) => name));
  const ordered: BackedUpTable[] = [];
  const placed = new Set<string>();
  while (ordered.length < waiting.length) {
    const next = waiting.filter(
      ({ name, needs }) => !placed.has(name) && needs.every((need) => placed.has(need) || !names.has(need)),
    );
    if (next.length === 0)
      throw new Error('tables refer to each other in a circle: they cannot be filled in any order');
    for (const { name, columns } of next) {
      placed.add(name);
      ordered.push({ name, columns });
    }
  }
  return ordered;
};

/** `schema.table` for SQL. */
export const sqlName = (name: string): string =>
  name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.');

/** SHA-256 over the migrations a database has: two with the same have the same tables. */
export const schemaOf = async (db: pg.ClientBase): Promise<string> => {
  const { rows } = await db.query<{ text: string }>(
    "select coalesce(string_agg(set_name || '/' || file || ' ' || checksum, E'\\n' order by set_name, number), '') as text from public.lachan_migration",
  );
  return createHash('sha256')
    .update(rows[0]?.text ?? '')
    .digest('hex');
};
