import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ApiKey, Credential, Invitation, Session, SetupToken } from './entities.js';

/** Connections of TypeORM, beside the service's own pool: sign-ins and keys, a few at a time. */
const CONNECTIONS = 4;

/**
 * The ordinary tables of the schema `identity` that directory writes by itself: credentials, sessions, keys, invitations.
 * (People, units and providers are projections of register events.) Works as role `lachan_directory`; the tables are made by
 * numbered migrations, never by TypeORM.
 */
@Injectable()
export class Tables implements OnApplicationShutdown {
  private constructor(readonly source: DataSource) {}

  static async open(databaseUrl: string): Promise<Tables> {
    const source = new DataSource({
      type: 'postgres',
      url: databaseUrl,
      applicationName: 'lachan-directory-tables',
      entities: [Credential, Session, ApiKey, Invitation, SetupToken],
      synchronize: false,
      logging: false,
      installExtensions: false,
      poolErrorHandler: () => undefined,
      extra: {
        max: CONNECTIONS,
        options: '-c role=lachan_directory -c statement_timeout=30s -c lock_timeout=5s -c TimeZone=UTC',
      },
    });
    return new Tables(await source.initialize());
  }

  async close(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.close();
  }
}
