import type { RetentionName } from '#libs/service-kit';

/** Rows of one service that go some time after they were needed last. */
export interface RetentionRule {
  /** The period: an entry of `LACHAN_RETENTION_DAYS`. */
  readonly name: RetentionName;
  /** Tables that lose rows by it, `schema.table`. */
  readonly tables: readonly string[];
  /**
   * Deletes at most `$2` old rows, those that nothing needs any more, and touches as many rows as it found. `$1` is the period as an interval, to be
   * counted back from the database's `now()`. Run by the service's own role.
   */
  readonly statement: string;
}

/**
 * The statement for rows of one table. Asked twice: a row that was changed while its deletion waited is looked at again as it is then.
 * @param old what holds of a row `o` that may go, with `$1`; found by an index.
 */
export const deleteOld = (table: string, old: string): string =>
  `delete from ${table} o where o.ctid = any(array(select o.ctid from ${table} o where (${old}) limit $2)) and (${old})`;
