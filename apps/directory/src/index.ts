import type { ReadModel } from '#libs/messaging';

export { DirectoryModule } from './directory.module.js';
export { DirectoryBootstrap, type FoundingAdministrator, type TwoAdministrators } from './bootstrap.js';
export { PEOPLE_SUBSCRIPTION } from './people/people.subscriber.js';

/** None: directory folds its registers in memory, and the identity tables are kept by a subscriber. */
export const readModels: readonly ReadModel[] = [];
