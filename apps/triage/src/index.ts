import { packagePath } from '#libs/event-store';
import { registersReadModel } from '#libs/identity';
import type { ServiceDefinition } from '#libs/process';
import { approvalsReadModel } from './approvals/read-model.js';
import { besideReadModel } from './beside/read-model.js';
import { careReadModel } from './care/read-model.js';
import { ordersReadModel } from './orders/read-model.js';
import { progressReadModel } from './progress/read-model.js';
import { queueReadModel } from './queue/read-model.js';
import { reviewsReadModel } from './reviews/read-model.js';
import { rotaReadModel } from './team/rota-read-model.js';
import { dueReadModel } from './timers/read-model.js';
import { TriageModule } from './triage.module.js';
import { retention } from './retention.js';

export { TriageModule } from './triage.module.js';

/** What can be built again from the log. */
export const readModels = [
  queueReadModel,
  progressReadModel,
  dueReadModel,
  besideReadModel,
  ordersReadModel,
  approvalsReadModel,
  reviewsReadModel,
  rotaReadModel,
  careReadModel,
  registersReadModel('triage'),
];

export const migrations = [{ name: 'triage', dir: packagePath('apps/triage/sql') }];

/** The staff door, as a process runs it. */
export const triage: ServiceDefinition = {
  name: 'triage',
  module: (host) => TriageModule.register(host),
  readModels,
  migrations,
  retention,
  paths: [
    'cases',
    'events',
    'referrals',
    'support',
    'appeals',
    'stats',
    'colleagues',
    'on-call',
    'overdue',
    'approvals',
    'care',
  ],
};
