import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { accessLogOf, registersReaderOf } from '#libs/identity';
import { RuntimeModule, ServiceRuntime } from '#libs/service-kit';
import type { Host } from '#libs/service-kit';
import { Figures } from './approvals/figures.js';
import { ApprovalLooks } from './approvals/looks.js';
import { BesideCommands } from './beside/beside-commands.js';
import { BesideLists } from './beside/beside-lists.js';
import { BesideRunner } from './beside/beside-runner.js';
import { BesideController } from './beside/beside.controller.js';
import { BulkCommands } from './bulk/bulk-commands.js';
import { BulkController } from './bulk/bulk.controller.js';
import { Care } from './care/care.js';
import { CareController } from './care/care.controller.js';
import { Reveal } from './care/reveal.js';
import { AnalystCommands } from './cases/analyst-commands.js';
import { ApproverCommands } from './cases/approver-commands.js';
import { CaseCommandsController } from './cases/case-commands.controller.js';
import { CaseDoor } from './cases/case-door.js';
import { CaseFiles } from './cases/case-files.js';
import { CasePapersController } from './cases/case-papers.controller.js';
import { CaseReading } from './cases/case-reading.js';
import { CaseRunner } from './cases/case-runner.js';
import { CaseViews } from './cases/case-views.js';
import { CaseWriter } from './cases/case-writer.js';
import { CasesController } from './cases/cases.controller.js';
import { DedupeKeys } from './cases/dedupe-keys.js';
import { MandateLookup } from './cases/mandate-facts.js';
import { CaseHistories } from './history/case-histories.js';
import { LiveFeed } from './live/live-feed.js';
import { LiveController, STOPPING } from './live/live.controller.js';
import { Neighbours } from './neighbours/neighbours.js';
import { CaseOpening } from './opening/case-opening.js';
import { PleasSubscriber } from './opening/pleas.subscriber.js';
import { ReportReading } from './opening/report-reading.js';
import { ReportTexts } from './opening/report-texts.js';
import { ReportsSubscriber } from './opening/reports.subscriber.js';
import { SupportOpening } from './opening/support-opening.js';
import { CaseOrders } from './orders/case-orders.js';
import { OrderOutcomes } from './orders/order-outcomes.js';
import { OrdersSubscriber } from './orders/orders.subscriber.js';
import { Presence } from './presence/presence.js';
import { PresenceFeed } from './presence/presence-feed.js';
import { PresenceController } from './presence/presence.controller.js';
import { Colleagues } from './people/colleagues.js';
import { Officers } from './people/officers.js';
import { WorkRules } from './people/work-rules.js';
import { LateCases } from './queue/late-cases.js';
import { CaseQueue } from './queue/case-queue.js';
import { NextCaseQueue } from './queue/next-case.js';
import { Stats } from './queue/stats.js';
import { Referrals } from './referrals/referrals.js';
import { AppealsController } from './reviews/appeals.controller.js';
import { Objections } from './reviews/objections.js';
import { Reviews } from './reviews/reviews.js';
import { Overdue } from './team/overdue.js';
import { Rota } from './team/rota.js';
import { TeamController } from './team/team.controller.js';
import { Scheduler } from './timers/scheduler.js';
import { TimedSteps } from './timers/timed-steps.js';
import { CaseContextController } from './verdicts/case-context.controller.js';
import { Reaches } from './verdicts/reach.js';
import { Verdicts } from './verdicts/verdicts.js';

/** The staff door: cases from the first report to the decision, and what runs beside them. */
@Module({})
export class TriageModule {
  static register(host: Host): DynamicModule {
    return {
      module: TriageModule,
      imports: [RuntimeModule.forService('triage', host)],
      controllers: [
        BulkController,
        CasesController,
        CaseCommandsController,
        CasePapersController,
        CaseContextController,
        LiveController,
        PresenceController,
        TeamController,
        CareController,
        BesideController,
        AppealsController,
        ReportsSubscriber,
        PleasSubscriber,
        OrdersSubscriber,
      ],
      providers: [
        accessLogOf('triage'),
        registersReaderOf('triage'),
        { provide: DedupeKeys, useValue: new DedupeKeys(host.secrets.dedupe) },
        { provide: STOPPING, useValue: host.stopping },
        {
          provide: LateCases,
          useFactory: (runtime: ServiceRuntime) => new LateCases(runtime, host.metrics),
          inject: [ServiceRuntime],
        },
        Officers,
        WorkRules,
        Care,
        Reveal,
        Colleagues,
        Figures,
        ApprovalLooks,
        Overdue,
        Rota,
        CaseFiles,
        CaseDoor,
        CaseWriter,
        ReportReading,
        CaseOpening,
        SupportOpening,
        CaseQueue,
        NextCaseQueue,
        Stats,
        CaseOrders,
        CaseViews,
        CaseHistories,
        ReportTexts,
        CaseRunner,
        MandateLookup,
        Reaches,
        Verdicts,
        Neighbours,
        Referrals,
        AnalystCommands,
        ApproverCommands,
        CaseReading,
        OrderOutcomes,
        Reviews,
        Objections,
        BulkCommands,
        LiveFeed,
        PresenceFeed,
        Presence,
        TimedSteps,
        Scheduler,
        BesideRunner,
        BesideCommands,
        BesideLists,
      ],
    };
  }
}
