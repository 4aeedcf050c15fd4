import type { AgentConfig } from '../config/config.js';
import type { Filter } from '../filter/filter.js';
import type { Server } from '../server/client.js';
import type { Store } from '../state/store.js';
import type { Log } from './log.js';

/** What an agent works with. */
export interface AgentParts {
  readonly config: Pick<AgentConfig, 'graceHours' | 'breaker' | 'keepVersions' | 'snapshotEveryHours'>;
  readonly server: Server;
  readonly filter: Filter;
  readonly store: Store;
  readonly log: Log;
  /** Monotonic (ms). */
  readonly mono: () => number;
  /** By the server's clock, as far as it is known. */
  readonly serverNow: () => Date | undefined;
  /** This machine's clock: for people to read, decides nothing. */
  readonly wallNow: () => Date;
}
