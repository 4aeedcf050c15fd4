import { SERVICES_OF_THE_HOUSE } from '#apps/lachan';
import { packagePath } from '#libs/event-store';
import { prepareDatabase } from '#libs/process';
import { createLogger } from '#libs/service-kit';
import { testDatabase, type TestDatabase } from '#libs/testing';

/** The services by name, written down again: a test of walls does not ask the house how many rooms it has. */
export const SERVICES = ['intake', 'triage', 'dispatch', 'directory', 'ledger'] as const;

/** A database with everything `lachan migrate` makes: all tables, functions, read models and roles, and not one row of work. */
export const wholeDatabase = async (): Promise<TestDatabase> => {
  const foundations = ['event-store', 'messaging', 'identity'].map((name) => ({
    name,
    dir: packagePath(`libs/${name}/sql`),
  }));
  const database = await testDatabase({
    migrations: [...foundations, ...SERVICES_OF_THE_HOUSE.flatMap((service) => service.migrations)],
  });
  await prepareDatabase(database.url, SERVICES_OF_THE_HOUSE, createLogger({ level: 'silent' }));
  return database;
};
