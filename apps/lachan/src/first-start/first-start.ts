import type { Installation } from '../installation/installation.js';
import { startDemonstration } from '../demo/demonstration.js';
import { offerSetUp } from './offer-set-up.js';

export interface FirstStart {
  readonly installation: Installation;
  /** Where the instance answers. */
  readonly url: string;
  /** Whether a demonstration gets its sample reports. */
  readonly samples: boolean;
  /** The one-time token of the set-up; null when the installation has its administrators. */
  readonly setUpToken: () => Promise<string | null>;
}

/** What a first start does beyond serving: a demonstration fills itself, production prints its one-time link and nothing else. */
export const firstStart = async (start: FirstStart): Promise<void> => {
  if (start.installation.mode === 'demo') await startDemonstration(start);
  else await offerSetUp(start);
};
