import type { ServiceDefinition } from '#libs/process';
import { DirectoryModule } from './directory.module.js';
import { retention } from './retention.js';

export { DirectoryBootstrap, type FoundingAdministrator, type TwoAdministrators } from './bootstrap.js';
export { DirectoryModule };
export { PEOPLE_SUBSCRIPTION } from './people/people.subscriber.js';

/** People, units, roles, keys, registers, sessions. No read models: registers are folded in memory, the identity tables are a subscriber's. */
export const directory: ServiceDefinition = {
  name: 'directory',
  module: (host) => DirectoryModule.register(host),
  readModels: [],
  migrations: [],
  retention,
  paths: ['session', 'registers', 'legal-bases', 'providers', 'keys', 'invitations', 'setup', 'parked', 'names'],
};
