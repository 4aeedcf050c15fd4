import pg from 'pg';
import type { ServiceName } from './types.js';

export interface ServicePoolOptions {
  /** Most connections at once; default 10. */
  max?: number;
  /** Shown in pg_stat_activity; default `lachan-<service>`. */
  applicationName?: string;
  /** Milliseconds; default 30,000. */
  statementTimeout?: number;
  /** Statements of one connection are sent without waiting for each other's answers; they are still done one after the other. */
  pipeline?: boolean;
}

/** The roles a connection can work under: a service's own, the guards' read-only one, the relay's, or the owner of all objects. */
export type DatabaseRole = ServiceName | 'identity' | 'relay' | 'owner';

/**
 * A pool whose connections work as role `lachan_<role>` from the first statement on, by startup option, so that there is no
 * moment with wider rights. Timeouts are set because a writer stuck on the head row would block every other one.
 */
export function servicePool(databaseUrl: string, role: DatabaseRole, options: ServicePoolOptions = {}): pg.Pool {
  const settings = {
    role: `lachan_${role}`,
    lock_timeout: '5s',
    statement_timeout: `${(options.statementTimeout ?? 30_000).toString()}ms`,
    idle_in_transaction_session_timeout: '15s',
    TimeZone: 'UTC',
    DateStyle: 'ISO',
  };
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: options.max ?? 10,
    application_name: options.applicationName ?? `lachan-${role}`,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    pipeline: options.pipeline ?? false,
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  });
  // An idle connection that breaks is dropped by the pool and replaced at the next use; nobody is waiting for it.
  pool.on('error', () => undefined);
  return pool;
}
