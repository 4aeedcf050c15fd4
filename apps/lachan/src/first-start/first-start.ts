import { startDemonstration } from '../demo/demonstration.js';
import { offerSetUp } from './offer-set-up.js';
import type { StartFacts } from './start-facts.js';

/** What a first start does beyond serving: a demonstration fills itself, production prints its one-time link and nothing else. */
export const firstStart = async (start: StartFacts): Promise<void> => {
  if (start.installation.mode === 'demo') await startDemonstration(start);
  else await offerSetUp(start);
};
