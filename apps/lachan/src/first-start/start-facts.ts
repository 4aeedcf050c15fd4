import type { Installation } from '../installation/installation.js';

/** What a first start has to know of the instance that just came up. */
export interface StartFacts {
  readonly installation: Installation;
  /** Where the instance answers. */
  readonly url: string;
  /** Whether a demonstration gets its sample reports. */
  readonly samples: boolean;
  /** The one-time token of the set-up; null when the installation has its administrators. */
  readonly setUpToken: () => Promise<string | null>;
}
