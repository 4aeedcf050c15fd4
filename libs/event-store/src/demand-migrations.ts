import type pg from 'pg';
import { OlderProgram } from './errors.js';
import { migrationFiles } from './migrate.js';
import type { MigrationSet } from './migrate.js';

/** The database lacks what this program needs: it is to be migrated first. */
export class OlderDatabase extends Error {
  override readonly name = 'OlderDatabase';
}

interface Applied {
  readonly set_name: string;
  readonly number: number;
  readonly file: string;
  readonly needs: number | null;
}

/**
 * Whether a program with these migrations may run on a database: everything it knows was applied, and nothing was applied that takes away
 * what it needs. What a newer program added is no hindrance: old and new run side by side.
 * @throws {OlderDatabase} naming the first migration that is missing.
 * @throws {OlderProgram} naming the migration that needs a newer program.
 */
export async function demandMigrations(db: Pick<pg.ClientBase, 'query'>, sets: readonly MigrationSet[]): Promise<void> {
  const applied = await appliedIn(db);
  const missing = sets.flatMap((set) =>
    migrationFiles(set)
      .filter(({ number }) => !applied.some((row) => row.set_name === set.name && row.number === number))
      .map(({ file }) => `${set.name}/${file}`),
  );
  if (missing.length > 0) {
    const others = missing.length > 1 ? ` and ${String(missing.length - 1)} more` : '';
    throw new OlderDatabase(
      `the database is older than this program: it lacks ${missing[0] ?? ''}${others}; run \`lachan migrate\` of this version first`,
    );
  }
  for (const set of sets) {
    const known = migrationFiles(set).at(-1)?.number ?? 0;
    const contracted = applied.find((row) => row.set_name === set.name && (row.needs ?? 0) > known);
    if (contracted === undefined) continue;
    throw new OlderProgram(
      `this program is older than the database: ${set.name}/${contracted.file} needs one that knows number ${String(contracted.needs)} of ${set.name}, this one ends at ${String(known)}`,
    );
  }
}

async function appliedIn(db: Pick<pg.ClientBase, 'query'>): Promise<Applied[]> {
  try {
    const { rows } = await db.query<Applied>(
      // As JSON, because the column is younger than the table.
      `select set_name, number, file, (to_jsonb(m) ->> 'needs')::int as needs from public.lachan_migration m order by set_name, number`,
    );
    return rows;
  } catch (error) {
    if ((error as { code?: string }).code === UNDEFINED_TABLE) return [];
    throw error;
  }
}

const UNDEFINED_TABLE = '42P01';
