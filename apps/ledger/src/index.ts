import { registersReadModel } from '#libs/identity';
import type { ServiceDefinition } from '#libs/process';
import { attempts } from './attempts/attempts.read-model.js';
import { findingsModel } from './findings/findings.read-model.js';
import { LedgerModule } from './ledger.module.js';
import { orderIntervals } from './orders/orders.read-model.js';
import { figures } from './transparency/figures.read-model.js';
import { trace } from './trace/trace.read-model.js';

export { LedgerModule } from './ledger.module.js';
export { caseHistory } from './replay/case-streams.js';
export { replayCase } from './replay/replay.js';
export { FAULTS } from './verify/fault.js';
export type { Fault, FaultCode } from './verify/fault.js';
export { verifyLog } from './verify/verify-log.js';
export type { Verification } from './verify/verify-log.js';

export const readModels = [trace, attempts, orderIntervals, findingsModel, figures, registersReadModel('ledger')];

export const ledger: ServiceDefinition = {
  name: 'ledger',
  module: (host) => LedgerModule.register(host),
  readModels,
  migrations: [],
  paths: ['audit', 'findings', 'transparency'],
};
