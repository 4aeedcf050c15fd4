import type { ServiceRuntime } from '#libs/service-kit';
import type { EventTransport, Subscription } from '../transport.js';
import { Leases } from './leases.js';
import { restBehind } from './rest.js';
import { BATCH, Runner } from './runner.js';
import { Tail } from './tail.js';

/** An outage longer than this many tries in a row makes the process not ready. */
const TOLERATED_OUTAGES = 3;

/** Carries a service's events from the log in PostgreSQL: woken by commits, one reader for all its subscriptions. */
export class PostgresTransport implements EventTransport {
  readonly kind = 'postgres';
  #runners: Runner[] = [];
  #leases: Leases | undefined;
  #off: (() => void) | undefined;

  constructor(
    private readonly runtime: ServiceRuntime,
    private readonly options: { readonly batch?: number; readonly standby?: number } = {},
  ) {}

  start(subscriptions: readonly Subscription[]): void {
    if (subscriptions.length === 0) return;
    const { runtime } = this;
    const types = [...new Set(subscriptions.flatMap((subscription) => [...subscription.types]))];
    const { batch = BATCH } = this.options;
    const tail = new Tail(runtime.store, types, batch);
    const wake = (): void => {
      for (const runner of this.#runners) runner.wake();
    };
    const names = subscriptions.map(({ name }) => name);
    const leases = new Leases(runtime.workers, names, wake, this.options.standby);
    this.#leases = leases;
    this.#runners = subscriptions.map(
      (subscription) =>
        new Runner({
          subscription,
          leases,
          tail,
          progress: runtime.progress,
          clock: runtime.clock,
          logger: runtime.logger,
          batch,
          precedence: runtime.precedence,
          rest: subscription.mayRest ? restBehind(runtime.door, runtime.load) : restBehind(runtime.door),
        }),
    );
    this.#off = runtime.store.onCommit((position) => {
      tail.see(position);
      wake();
    });
    leases.start();
    for (const runner of this.#runners) runner.start();
  }

  async close(): Promise<void> {
    this.#off?.();
    await Promise.all(this.#runners.map((runner) => runner.close()));
    await this.#leases?.close();
  }

  problem(): string | null {
    if (!this.#leases) return null;
    if (!this.#leases.connected) return 'the subscriptions have no connection';
    const older = this.#runners.find((runner) => runner.older !== undefined)?.older;
    if (older !== undefined) return `older than the rest of the installation: ${older}`;
    return this.#runners.some(({ outages }) => outages > TOLERATED_OUTAGES) ? 'a subscription cannot go on' : null;
  }
}
