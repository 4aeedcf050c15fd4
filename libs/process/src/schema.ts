import pg from 'pg';
import { OlderProgram, demandMigrations } from '#libs/event-store';
import { isUnavailable } from '#libs/service-kit';
import type { Host, Logger } from '#libs/service-kit';
import { migrationsOf } from './prepare-database.js';
import type { ServiceDefinition } from './service-definition.js';

/** How long a process that starts waits for its database to say which schema it has (ms). */
const PATIENCE = 5_000;

/**
 * Refuses to start services on a database that lacks what they need, or has lost what they need; a newer one that only has more is fine. A database
 * that is away says neither: then the process starts, and stays out of traffic until it has answered (`watchSchema`).
 * @throws {OlderDatabase} or {OlderProgram}, in a sentence that says what to do.
 */
export async function demandSchema(
  databaseUrl: string,
  services: readonly ServiceDefinition[],
  logger: Logger,
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: PATIENCE });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await demandMigrations(client, migrationsOf(services));
  } catch (error) {
    if (!isAway(error)) throw error;
    logger.warn({ err: error }, 'the database is away: which schema it has is asked again before there is traffic');
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Takes a process out of traffic for as long as the database is not one that it can work with: also when that changes under it. */
export function watchSchema(host: Host, services: readonly ServiceDefinition[]): void {
  const [first] = services;
  if (!first) return;
  const { pool } = host.runtime(first.name).database;
  const sets = migrationsOf(services);
  host.readiness.add('schema', async () => {
    try {
      await demandMigrations(pool, sets);
      return null;
    } catch (error) {
      return isAway(error) ? 'no answer about the schema' : (error as Error).message;
    }
  });
}

/** `OlderProgram` counts as unavailable for callers; here it is an answer. */
const isAway = (error: unknown): boolean => isUnavailable(error) && !(error instanceof OlderProgram);
