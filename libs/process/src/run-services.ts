import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { IdentityModule } from '#libs/identity';
import { connectEvents } from '#libs/messaging';
import { HealthModule, createHttpApp } from '#libs/service-kit';
import type { Host } from '#libs/service-kit';
import { Retention } from './retention/retention.js';
import type { ServiceDefinition } from './service-definition.js';

/** The root of a process: the guard of every route, the probes, and the services it was asked to run. */
@Module({})
export class ProcessModule {
  static of(host: Host, services: readonly ServiceDefinition[], more: readonly DynamicModule[] = []): DynamicModule {
    return {
      module: ProcessModule,
      imports: [
        IdentityModule.forRoot(host),
        HealthModule.register(host),
        ...services.map((service) => service.module(host)),
        ...more,
      ],
      providers: [{ provide: Retention, useFactory: () => retentionOf(host, services) }],
    };
  }
}

const retentionOf = (host: Host, services: readonly ServiceDefinition[]): Retention =>
  new Retention(
    services.map(({ name, retention }) => {
      const { database, logger } = host.runtime(name);
      return { service: name, database, logger, rules: retention };
    }),
    host.config.retentionDays,
  );

export interface RunOptions {
  readonly listen: { readonly host: string; readonly port: number };
  /** modules beside the services. */
  readonly modules?: readonly DynamicModule[];
  /** Called before listening, e.g. to serve the API description. */
  readonly configure?: (app: NestFastifyApplication) => void | Promise<void>;
}

export interface Running {
  readonly app: NestFastifyApplication;
  /** Where it listens, with the port the system gave when 0 was asked for. */
  readonly url: string;
  /** Drains requests and subscriptions, then closes the connections. */
  close(): Promise<void>;
}

/** Runs services in this process: their HTTP routes on one address, their subscriptions beside it. */
export const runServices = async (
  host: Host,
  services: readonly ServiceDefinition[],
  options: RunOptions,
): Promise<Running> => {
  const app = await createHttpApp(ProcessModule.of(host, services, options.modules), host);
  connectEvents(
    app,
    host,
    services.map(({ name, readModels }) => ({ service: name, readModels })),
  );
  await options.configure?.(app);
  await app.startAllMicroservices();
  await app.listen(options.listen.port, options.listen.host);
  return {
    app,
    url: (await app.getUrl()).replace('[::1]', '127.0.0.1'),
    close: async () => {
      await app.close();
      await host.close();
    },
  };
};
