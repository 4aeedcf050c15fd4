import type { RecordedEvent } from '#libs/event-store';
import type { ServiceRuntime } from '#libs/service-kit';
import { Runner } from '../postgres/runner.js';
import type { Delivery, Subscription } from '../transport.js';
import { laneName, laneOf } from './lane.js';
import { LaneTail } from './lane-tail.js';

/** A subscription that Kafka carries lane by lane. */
export type LanedSubscription = Subscription & Required<Pick<Subscription, 'lanes'>>;

export interface CarriedLaneOptions {
  readonly runtime: ServiceRuntime;
  readonly subscriptions: readonly LanedSubscription[];
  readonly lane: number;
  readonly lanes: number;
  readonly categories: ReadonlySet<string>;
  /** Most events of a batch. */
  readonly batch: number;
  /** Called when events left memory: topics that were paused may go on. */
  readonly drained: () => void;
}

/** Where the records of one topic came from, for the offset that may be committed once their events are handled. */
interface Mark {
  readonly position: number;
  readonly offset: bigint;
}

/** One lane in this process: its events in order, and a runner for each subscription of the service. */
export class CarriedLane {
  readonly tail: LaneTail;
  readonly #runners: Runner[];
  readonly #reached = new Map<string, number>();
  readonly #marks = new Map<string, Mark[]>();
  #held = true;

  private constructor(
    private readonly o: CarriedLaneOptions,
    deliveries: readonly { subscription: LanedSubscription; delivery: Delivery }[],
    floor: number,
  ) {
    const { runtime, lane, lanes, categories, batch } = o;
    const inLane = (event: RecordedEvent): boolean => laneOf(event.orderingKey, lanes) === lane;
    this.tail = new LaneTail({ store: runtime.store, categories, inLane }, floor);
    this.#runners = deliveries.map(({ subscription, delivery }) => {
      const name = laneName(subscription.name, lane);
      this.#reached.set(name, 0);
      return new Runner({
        subscription: { name, types: subscription.types, delivery },
        leases: { held: () => this.#held },
        tail: this.tail,
        progress: {
          set: (of, mark) => {
            runtime.progress.set(of, mark);
            this.#passed(of, mark.position);
          },
          delete: (of) => {
            runtime.progress.delete(of);
          },
        },
        clock: runtime.clock,
        logger: runtime.logger,
        batch,
      });
    });
  }

  /** Reads where the lane stands and starts its runners. */
  static async enter(o: CarriedLaneOptions): Promise<CarriedLane> {
    const deliveries = o.subscriptions.map((subscription) => ({
      subscription,
      delivery: subscription.lanes(o.lane, o.lanes),
    }));
    const reached = await Promise.all(deliveries.map(({ delivery }) => delivery.resume()));
    const lane = new CarriedLane(o, deliveries, Math.max(0, ...reached));
    for (const runner of lane.#runners) runner.start();
    return lane;
  }

  /** Remembers which offset a record had. */
  mark(topic: string, position: number, offset: string): void {
    const marks = this.#marks.get(topic) ?? [];
    marks.push({ position, offset: BigInt(offset) });
    this.#marks.set(topic, marks);
  }

  /** A record that says nothing: done with as soon as those before it are. */
  pass(topic: string, offset: string): void {
    this.mark(topic, this.#marks.get(topic)?.at(-1)?.position ?? 0, offset);
  }

  /** The offsets to go on from, given that every event up to a position is handled for good. */
  settled(position: number): { topic: string; offset: string }[] {
    return [...this.#marks].flatMap(([topic, marks]) => {
      const open = marks.findIndex((mark) => mark.position > position);
      const done = marks.splice(0, open < 0 ? marks.length : open).at(-1);
      return done ? [{ topic, offset: String(done.offset + 1n) }] : [];
    });
  }

  wake(): void {
    for (const runner of this.#runners) runner.wake();
  }

  get outages(): number {
    return Math.max(0, ...this.#runners.map((runner) => runner.outages));
  }

  /** Finishes the batches in hand; another process has the lane, or this one ends. */
  async leave(): Promise<void> {
    this.#held = false;
    await Promise.all(this.#runners.map((runner) => runner.close()));
  }

  #passed(name: string, position: number): void {
    this.#reached.set(name, position);
    this.tail.passed(Math.min(...this.#reached.values()));
    if (this.tail.roomy) this.o.drained();
  }
}
