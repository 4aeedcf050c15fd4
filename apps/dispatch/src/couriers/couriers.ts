import { Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { DeliveryState } from '#libs/contracts';
import { Logger, Metrics, Problem } from '#libs/service-kit';
import type { Spans } from '#libs/service-kit';
import type { FeedSide } from '../feed/feed-side.js';
import { AbnormalChange } from './breaker.js';
import { deliverySpan } from './delivery-span.js';
import type { OnlyHere } from './only-here.js';

/** Something that carries to one provider whatever waits for it, and says up to which sequence it has looked. */
export interface Carrier {
  readonly kind: DeliveryState['adapter'];
  /** `again`: look again after so long (ms), whether something new came or not. */
  carry(): Promise<{ readonly carried: number; readonly head: number; readonly again?: number }>;
  /** A person has looked at what stopped it. */
  resume(): void;
}

/** Between two looks at a provider's feed without a signal (ms). */
const LOOK = 30_000;
/** After the first failure, and the longest (ms). */
const FIRST_REST = 1_000;
const LONGEST_REST = 60_000;
/** How long the end of the process waits for a provider's end that does not answer (ms). It finds its place again. */
const LONGEST_END = 5_000;

interface Line {
  readonly carrier: Carrier;
  state: Omit<DeliveryState, 'provider' | 'adapter'>;
  wake: () => void;
}

/** Keeps every carrier going: as soon as something waits, and again after a failure, less often each time. */
@Injectable()
export class Couriers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #lines: ReadonlyMap<string, Line>;
  readonly #stopping = new AbortController();
  #running: Promise<unknown> = Promise.resolve();

  constructor(
    carriers: ReadonlyMap<string, Carrier>,
    private readonly side: FeedSide,
    private readonly onlyHere: OnlyHere,
    private readonly logger: Logger,
    private readonly now: () => Date,
    private readonly told: { readonly metrics: Pick<Metrics, 'gauge'>; readonly spans?: Spans | undefined },
  ) {
    told.metrics.gauge(
      'lachan_delivery_state',
      'How carrying to a provider stands: 1 for the state that it is in',
      () => this.states().map(({ provider, adapter, status }) => ({ labels: { provider, adapter, status }, value: 1 })),
      ['provider', 'adapter', 'status'],
    );
    const idle: Line['state'] = { status: 'idle', sequence: null, carriedAt: null, detail: null };
    this.#lines = new Map(
      [...carriers].map(([provider, carrier]) => [provider, { carrier, state: idle, wake: () => undefined }]),
    );
  }

  onApplicationBootstrap(): void {
    this.#running = Promise.all([...this.#lines].map(([provider, line]) => this.#keepGoing(provider, line)));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    for (const { wake } of this.#lines.values()) wake();
    let limit: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (limit = setTimeout(resolve, LONGEST_END)));
    await Promise.race([this.#running, late]);
    clearTimeout(limit);
    this.onlyHere.close();
  }

  states(): DeliveryState[] {
    return [...this.#lines].map(([provider, { carrier, state }]) => ({ provider, adapter: carrier.kind, ...state }));
  }

  /**
   * A person has looked at what stopped: it goes on.
   * @throws {Problem} `not-found` for a provider that is not carried to.
   */
  resume(provider: string): DeliveryState {
    const line = this.#lines.get(provider);
    if (!line) throw new Problem('not-found');
    line.carrier.resume();
    line.state = { ...line.state, status: 'idle', detail: null };
    line.wake();
    return { provider, adapter: line.carrier.kind, ...line.state };
  }

  async #keepGoing(provider: string, line: Line): Promise<void> {
    const { signal } = this.#stopping;
    for (let failures = 0; !signal.aborted;) {
      const begun = performance.now();
      try {
        if (!(await this.onlyHere.holds(provider))) {
          line.state = { ...line.state, status: 'elsewhere' };
          await this.#rest(line, LOOK);
          continue;
        }
        const { carried, head, again = LOOK } = await line.carrier.carry();
        failures = 0;
        if (carried > 0) this.#tell(line, begun, 'carried', carried);
        const carriedAt = carried > 0 ? this.now().toISOString() : line.state.carriedAt;
        line.state = { status: 'carrying', sequence: head, carriedAt, detail: null };
        await this.side.waiters.wait(provider, head, Math.min(again, LOOK), signal);
      } catch (error) {
        // What was in the air is given up, and comes again under its id.
        if (this.#isEnding()) return;
        failures += 1;
        this.#tell(line, begun, error instanceof AbnormalChange ? 'stopped' : 'failed', 0);
        this.#failed(provider, line, error);
        await this.#rest(line, Math.min(FIRST_REST * 2 ** (failures - 1), LONGEST_REST));
      }
    }
  }

  #isEnding(): boolean {
    return this.#stopping.signal.aborted;
  }

  #tell(line: Line, begun: number, outcome: 'carried' | 'failed' | 'stopped', items: number): void {
    this.told.spans?.ended(deliverySpan({ adapter: line.carrier.kind, begun, outcome, items }));
  }

  #failed(provider: string, line: Line, error: unknown): void {
    const stopped = error instanceof AbnormalChange;
    const detail = error instanceof Error ? error.message : String(error);
    const again = line.state.detail === detail;
    line.state = { ...line.state, status: stopped ? 'stopped' : 'failing', detail };
    // The message alone: nothing of a request, and no key, is in it. The same again is not said again.
    if (!again) this.logger.error({ provider, adapter: line.carrier.kind, detail }, 'requests could not be carried');
  }

  async #rest(line: Line, ms: number): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms);
      line.wake = resolve;
    });
    clearTimeout(timer);
  }
}
