import { packagePath } from '#libs/event-store';
import { registersReadModel } from '#libs/identity';
import type { ServiceDefinition } from '#libs/process';
import { reportsReadModel } from './follow/reports-read-model.js';
import { targetsReadModel } from './import/targets-read-model.js';
import { IntakeModule } from './intake.module.js';
import { retention } from './retention.js';

export { IntakeModule } from './intake.module.js';

/** The service that meets strangers. */
export const intake: ServiceDefinition = {
  name: 'intake',
  module: (host) => IntakeModule.register(host),
  readModels: [registersReadModel('intake'), reportsReadModel, targetsReadModel],
  migrations: [{ name: 'intake', dir: packagePath('apps/intake/sql') }],
  retention,
  paths: ['reports', 'receipts', 'imports'],
};
