import { packagePath } from '#libs/event-store';
import type { MigrationSet } from '#libs/event-store';
import { registersReadModel } from '#libs/identity';
import type { ServiceDefinition } from '#libs/process';
import { attempts } from './attempts/attempts.read-model.js';
import { caseRows } from './cases/cases.read-model.js';
import { findingsModel } from './findings/findings.read-model.js';
import { LedgerModule } from './ledger.module.js';
import { orderIntervals } from './orders/orders.read-model.js';
import { reads } from './reads/reads.read-model.js';
import { registerChanges } from './registers/register-changes.read-model.js';
import { figures } from './transparency/figures.read-model.js';
import { trace } from './trace/trace.read-model.js';
import { retention } from './retention.js';

export { LedgerModule } from './ledger.module.js';
export { caseHistory } from './replay/case-streams.js';
export { replayCase } from './replay/replay.js';
export { FAULTS } from './verify/fault.js';
export type { Fault, FaultCode } from './verify/fault.js';
export { verifyLog } from './verify/verify-log.js';
export type { Verification } from './verify/verify-log.js';

export const readModels = [
  trace,
  attempts,
  reads,
  caseRows,
  orderIntervals,
  findingsModel,
  figures,
  registerChanges,
  registersReadModel('ledger'),
];

export const migrations: readonly MigrationSet[] = [{ name: 'ledger', dir: packagePath('apps/ledger/sql') }];

export const ledger: ServiceDefinition = {
  name: 'ledger',
  module: (host) => LedgerModule.register(host),
  readModels,
  migrations,
  retention,
  paths: ['audit', 'findings', 'transparency', 'figures'],
};
