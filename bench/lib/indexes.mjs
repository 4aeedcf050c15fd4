/**
 * Runs `work` while tables have no indexes but those that keep rows unique, and makes the others again afterwards, as they were: a few large
 * sorts instead of millions of small changes.
 */
export const withoutIndexes = async (db, tables, work, tell) => {
  const { rows } = await db.query(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as made from pg_index
      where indrelid = any($1::regclass[]) and not indisunique order by indexrelid`,
    [tables],
  );
  for (const { name } of rows) await db.query(`drop index ${name}`);
  try {
    return await work();
  } finally {
    for (const { name, made } of rows) {
      tell(`index ${name}`);
      await db.query(`set maintenance_work_mem = '1GB'; ${made}`);
    }
  }
};
