import type { DynamicModule } from '@nestjs/common';
import type { MigrationSet, ServiceName } from '#libs/event-store';
import type { ReadModel } from '#libs/messaging';
import type { Host } from '#libs/service-kit';
import type { RetentionRule } from './retention/rule.js';

/** What a process has to know about a service to run it. Each app's index exports exactly one. */
export interface ServiceDefinition {
  readonly name: ServiceName;
  /** Its Nest module: HTTP controllers and event subscribers alike. */
  readonly module: (host: Host) => DynamicModule;
  readonly readModels: readonly ReadModel[];
  /** Its own ordinary tables, after those of the libs. */
  readonly migrations: readonly MigrationSet[];
  /** Which of those lose old rows; every other one has its reason (test/retention.int.ts). */
  readonly retention: readonly RetentionRule[];
  /** First path segments under `/api/v1` that it answers; the address plan of gateway and reverse proxy. */
  readonly paths: readonly string[];
  /** First path segments at the root that it answers, where a foreign specification says so. */
  readonly roots?: readonly string[];
}
