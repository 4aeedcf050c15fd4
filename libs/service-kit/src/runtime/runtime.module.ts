import { Inject, Module } from '@nestjs/common';
import type { BeforeApplicationShutdown, DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import { EventStore } from '#libs/event-store';
import type { ServiceName } from '#libs/event-store';
import { Clock } from '../clock.js';
import { AppConfig } from '../config.js';
import { Database } from '../database.js';
import { Ids } from '../ids.js';
import { Precedence } from '../precedence.js';
import { Logger } from '../logger.js';
import { CursorCodec } from '../http/cursor.js';
import { ReadPosition } from '../read-position.js';
import { HOST } from './host-token.js';
import type { Host } from './host.js';
import { ServiceRuntime } from './service-runtime.js';

const modules = new WeakMap<Host, Map<ServiceName, DynamicModule>>();

/**
 * Gives a service's modules their own `EventStore`, `Database`, `Clock`, `Ids`, `AppConfig`, `Logger`, `ReadPosition`,
 * `CursorCodec` and `ServiceRuntime`. Services in one process never share them. Asking again for the same service
 * gives the same module, so any module of the service may import it. Closed after the last request and subscription has ended.
 */
@Module({})
export class RuntimeModule implements BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    private readonly runtime: ServiceRuntime,
    @Inject(HOST) private readonly host: Host,
  ) {}

  static forService(service: ServiceName, host: Host): DynamicModule {
    let ofHost = modules.get(host);
    if (!ofHost) {
      ofHost = new Map<ServiceName, DynamicModule>();
      modules.set(host, ofHost);
    }
    let module = ofHost.get(service);
    if (!module) ofHost.set(service, (module = describe(service, host)));
    return module;
  }

  beforeApplicationShutdown(): void {
    this.host.stop();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.runtime.close();
  }
}

function describe(service: ServiceName, host: Host): DynamicModule {
  const runtime = host.runtime(service);
  const providers = [
    { provide: HOST, useValue: host },
    { provide: ServiceRuntime, useValue: runtime },
    { provide: EventStore, useValue: runtime.store },
    { provide: Database, useValue: runtime.database },
    { provide: Clock, useValue: host.clock },
    { provide: Ids, useValue: host.ids },
    { provide: AppConfig, useValue: host.config },
    { provide: Logger, useValue: runtime.logger },
    { provide: Precedence, useValue: runtime.precedence },
    { provide: ReadPosition, useValue: new ReadPosition(runtime.progress, runtime.database, host.clock) },
    { provide: CursorCodec, useValue: new CursorCodec(host.secrets.cursor) },
  ];
  return { module: RuntimeModule, providers, exports: providers.map(({ provide }) => provide) };
}
