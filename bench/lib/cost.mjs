import { parentOf, spent, spentByDatabase } from '../../scripts/lib/processor-time.mjs';

/**
 * What calls cost, whatever else the machine does: processor time of the product and of the database, and the pages of 8 kB that the product's
 * statements touched, in memory or not. Needs `pg_stat_statements` in the server's preloaded libraries.
 */
export const costMeter = async (product) => {
  const { database } = product;
  await database.query('create extension if not exists pg_stat_statements');
  const { rows } = await database.query('select pg_backend_pid() as pid');
  const postmaster = parentOf(rows[0].pid);
  /** `whole`: also what the calls set off later, up to `product.idle`; otherwise only statements that each call asks. */
  return async (calls, work, { whole }) => {
    await database.query('select pg_stat_statements_reset()');
    const [node, postgres] = [spent(product.pid), spentByDatabase(postmaster)];
    const answer = await work();
    if (whole) await product.idle();
    const took = { node: spent(product.pid) - node, postgres: spentByDatabase(postmaster) - postgres };
    const { rows: touched } = await database.query(
      `select coalesce(sum(shared_blks_hit + shared_blks_read), 0)::float8 as pages, coalesce(sum(calls), 0)::int as statements
         from pg_stat_statements s join pg_roles r on r.oid = s.userid
        where r.rolname like 'lachan\\_%' and s.dbid = (select oid from pg_database where datname = current_database())
          and calls >= $1`,
      [whole ? 0 : calls],
    );
    return {
      answer,
      cost: {
        pages: touched[0].pages / calls,
        statements: touched[0].statements / calls,
        nodeMs: (took.node * 1_000) / calls,
        postgresMs: (took.postgres * 1_000) / calls,
      },
    };
  };
};
