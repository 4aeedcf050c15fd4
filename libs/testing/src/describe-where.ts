import { describe } from '@jest/globals';

/** Runs only where the programs it drives are installed; elsewhere it is skipped, which `npm run test:delivery` says. */
export const describeWhere = (installed: boolean): typeof describe | typeof describe.skip =>
  installed ? describe : describe.skip;
