import type { Said } from './broken.js';
import type { Rig } from './rig.js';

/** One thing a server of this protocol promises. Throws `Broken` when it does not keep it; `skipped` says why it was not looked at. */
export interface Check extends Said {
  /** Stable: scripts may look for it in the JSON answer. */
  readonly name: string;
  readonly run: (rig: Rig) => Promise<{ readonly skipped: Said } | undefined>;
}
