import type { describe } from '@jest/globals';

type Describe = typeof describe;

/**
 * Runs only where the programs it drives are installed; elsewhere it is skipped, which `npm run test:delivery` says. Takes Jest's own
 * `describe` when it is called: processes that a test starts load this room too, and there is no Jest in them.
 */
export const describeWhere = (installed: boolean): Describe | Describe['skip'] => {
  const jest = globalThis as unknown as { readonly describe: Describe };
  return installed ? jest.describe : jest.describe.skip;
};
