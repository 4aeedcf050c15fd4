import { packagePath } from '#libs/event-store';
import type { MigrationSet } from '#libs/event-store';
import { registersReadModel } from '#libs/identity';
import type { ReadModel } from '#libs/messaging';
import type { ServiceDefinition } from '#libs/process';
import { DispatchModule } from './dispatch.module.js';
import { feedReadModel } from './feed/feed.read-model.js';
import { lettersReadModel } from './letters/letters.read-model.js';
import { ordersReadModel } from './orders/orders.read-model.js';
import { requestsReadModel } from './requests/requests.read-model.js';
import { dueReadModel } from './timers/due.read-model.js';
import { probesReadModel } from './verification/probes.read-model.js';
import { retention } from './retention.js';

export { DispatchModule } from './dispatch.module.js';
export { watermarksIn, watermarksOf } from './lists/watermark.js';
export { reconcile } from './reconcile/reconcile.js';
export { Timers } from './timers/timers.js';
export { Prober } from './verification/prober.js';
export { verdictOf } from './verification/verdict.js';

export const readModels: readonly ReadModel[] = [
  feedReadModel,
  ordersReadModel,
  requestsReadModel,
  dueReadModel,
  probesReadModel,
  lettersReadModel,
  registersReadModel('dispatch'),
];

export const migrations: readonly MigrationSet[] = [{ name: 'dispatch', dir: packagePath('apps/dispatch/sql') }];

/** The outward door of the house. */
export const dispatch: ServiceDefinition = {
  name: 'dispatch',
  module: (host) => DispatchModule.register(host),
  readModels,
  migrations,
  retention,
  paths: ['requests', 'self-reports', 'feeds', 'sandbox', 'orders', 'genuine', 'deliveries', 'letters'],
  roots: ['taxii2', 'tra-loi'],
};
