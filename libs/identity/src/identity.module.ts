import {
  Global,
  Inject,
  Module,
  type DynamicModule,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { APP_GUARD, DiscoveryModule, DiscoveryService, MetadataScanner } from '@nestjs/core';
import { servicePool } from '#libs/event-store';
import { Clock, Logger, type Host } from '#libs/service-kit';
import { AuthGuard } from './auth.guard.js';
import { IdentityStore } from './identity-store.js';
import { RefusedCalls } from './refused-calls.js';
import { discoverRoutes } from './routes.js';

/** Connections of the guards in one process: their look-ups take well under a millisecond. */
const CONNECTIONS = 4;

/**
 * Puts the guard before every route of the application, once per process. Booting fails when a route says neither
 * `@Permit` nor `@Public`: whoever adds a route must say who it is for.
 */
@Global()
@Module({})
export class IdentityModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
    @Inject(MetadataScanner) private readonly scanner: MetadataScanner,
    private readonly identities: IdentityStore,
  ) {}

  static forRoot(host: Host): DynamicModule {
    const pool = servicePool(host.databaseUrl, 'identity', { max: CONNECTIONS }).on('error', () => undefined);
    return {
      module: IdentityModule,
      imports: [DiscoveryModule],
      providers: [
        { provide: IdentityStore, useValue: new IdentityStore(pool) },
        { provide: Clock, useValue: host.clock },
        { provide: Logger, useValue: host.logger },
        RefusedCalls,
        { provide: APP_GUARD, useClass: AuthGuard },
      ],
      exports: [IdentityStore, DiscoveryModule],
    };
  }

  /** @throws when any route is open by omission. */
  onModuleInit(): void {
    const unguarded = discoverRoutes(this.discovery, this.scanner).filter(({ permission }) => permission === undefined);
    if (unguarded.length > 0) {
      const list = unguarded.map(({ method, path, handler }) => `${method} ${path} (${handler})`).join(', ');
      throw new Error(`every route needs @Permit or @Public; found none at: ${list}`);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.identities.close();
  }
}
