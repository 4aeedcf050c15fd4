import type pg from 'pg';
import type { StoreLogger } from './types.js';

/** One room's numbered, forward-only SQL files (`NNNN-name.sql`). */
export interface MigrationSet {
  name: string;
  dir: string;
}

/** Brings a database up to date; safe to run by several processes at once. Returns the files applied now. */
export declare function migrate(
  admin: string | pg.Pool,
  sets: readonly MigrationSet[],
  options?: { logger?: StoreLogger },
): Promise<{ set: string; file: string }[]>;
