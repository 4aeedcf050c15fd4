import { join } from 'node:path';
import { Module, type DynamicModule } from '@nestjs/common';
import { accessLogOf, registersReaderOf } from '#libs/identity';
import { Clock, RuntimeModule, type Host } from '#libs/service-kit';
import { FollowController } from './follow/follow.controller.js';
import { LookUpReceipt } from './follow/look-up-receipt.js';
import { FollowReport } from './follow/follow-report.js';
import { ReportProgress } from './follow/progress.js';
import { ReceiptsController } from './follow/receipts.controller.js';
import { AcceptImport } from './import/accept-import.js';
import { ImportRecords } from './import/import-records.js';
import { ImportWorker } from './import/import-worker.js';
import { ImportsController } from './import/imports.controller.js';
import { Spool } from './import/spool.js';
import { BuiltPages } from '#libs/pages';
import { PagesController } from './pages/pages.controller.js';
import { PublicFormController } from './public-form/public-form.controller.js';
import { ButtonController } from './partners/button.controller.js';
import { PartnerCalls } from './partners/partner-calls.js';
import { PARTNERS } from './partners/partners-token.js';
import { readPartners } from './partners/settings.js';
import type { Partners } from './partners/settings.js';
import { Digests } from './receive/digests.js';
import { ReceiveReport } from './receive/receive-report.js';
import { ReportsController } from './receive/reports.controller.js';
import { Whereabouts } from './receive/where.js';

/** The public door: reports from every channel, receipts, imports, and the pages that people open. Appends `report-*` only and never looks into a case. */
@Module({})
export class IntakeModule {
  static register(host: Host): DynamicModule {
    return {
      module: IntakeModule,
      imports: [RuntimeModule.forService('intake', host)],
      controllers: [
        ReportsController,
        ReceiptsController,
        FollowController,
        ImportsController,
        PublicFormController,
        ButtonController,
        PagesController,
      ],
      providers: [
        accessLogOf('intake'),
        registersReaderOf('intake'),
        { provide: Digests, useValue: new Digests(host.secrets.dedupe) },
        { provide: PARTNERS, useValue: readPartners(host.config.dataDir) },
        {
          provide: PartnerCalls,
          inject: [PARTNERS, Clock],
          useFactory: (partners: Partners, clock: Clock) => new PartnerCalls(partners, clock),
        },
        Whereabouts,
        ReceiveReport,
        ReportProgress,
        FollowReport,
        LookUpReceipt,
        { provide: BuiltPages, useFactory: () => new BuiltPages() },
        { provide: Spool, useValue: new Spool(join(host.config.dataDir, 'imports'), host.secrets.dedupe) },
        ImportRecords,
        ImportWorker,
        AcceptImport,
      ],
    };
  }
}
