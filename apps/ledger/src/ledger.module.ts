import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { accessLogOf, registersReaderOf } from '#libs/identity';
import { RuntimeModule, ServiceRuntime } from '#libs/service-kit';
import type { Host } from '#libs/service-kit';
import { AttemptsController } from './attempts/attempts.controller.js';
import { AuditEventsController } from './events/audit-events.controller.js';
import { AuditLogController } from './events/audit-log.controller.js';
import { Comparisons } from './comparison/comparisons.js';
import { ComparisonController } from './comparison/comparison.controller.js';
import { DismissalsController } from './dismissals/dismissals.controller.js';
import { DeliveryTimes } from './figures/delivery-times.js';
import { FiguresController } from './figures/figures.controller.js';
import { Times } from './figures/times.js';
import { FindingCommands } from './findings/finding-commands.js';
import { FindingQueries } from './findings/finding-queries.js';
import { FindingsController } from './findings/findings.controller.js';
import { AuditOrdersController } from './orders/orders.controller.js';
import { ReadsController } from './reads/reads.controller.js';
import { RegisterChangesController } from './registers/register-changes.controller.js';
import { Policies } from './replay/policies.js';
import { ReplayController } from './replay/replay.controller.js';
import { Samples } from './samples/samples.js';
import { SamplesController } from './samples/samples.controller.js';
import { TransparencyController } from './transparency/transparency.controller.js';
import { SearchController } from './trace/search.controller.js';

/** The auditor's door: reads everything, changes nothing but findings. */
@Module({})
export class LedgerModule {
  static register(host: Host): DynamicModule {
    return {
      module: LedgerModule,
      imports: [RuntimeModule.forService('ledger', host)],
      controllers: [
        AuditEventsController,
        AuditLogController,
        ReplayController,
        AttemptsController,
        ReadsController,
        RegisterChangesController,
        DismissalsController,
        SamplesController,
        ComparisonController,
        FiguresController,
        SearchController,
        AuditOrdersController,
        FindingsController,
        TransparencyController,
      ],
      providers: [
        accessLogOf('ledger'),
        registersReaderOf('ledger'),
        {
          provide: DeliveryTimes,
          useFactory: (runtime: ServiceRuntime) => new DeliveryTimes(runtime, host.metrics),
          inject: [ServiceRuntime],
        },
        FindingCommands,
        FindingQueries,
        Policies,
        Samples,
        Times,
        Comparisons,
      ],
    };
  }
}
