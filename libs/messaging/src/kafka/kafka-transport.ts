import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { sealed } from '#libs/event-store';
import type { ServiceRuntime } from '#libs/service-kit';
import { OUTAGE_BACKOFF } from '../delivery/backoff.js';
import { PostgresTransport } from '../postgres/postgres-transport.js';
import { BATCH } from '../postgres/runner.js';
import { Signal } from '../postgres/signal.js';
import type { EventTransport, Subscription } from '../transport.js';
import { CarriedLane } from './carried-lane.js';
import type { LanedSubscription } from './carried-lane.js';
import { kafkaClient } from './client.js';
import { laneAssigner } from './lane-assigner.js';
import { laneOf } from './lane.js';
import { LaneSet } from './lane-set.js';
import type { Arrival } from './lane-tail.js';
import { readStanding } from './lane-watch.js';
import type { LaneStanding } from './lane-watch.js';
import { decode } from './record.js';
import type { Carried } from './record.js';
import { NO_TOPICS } from './relay-loop.js';
import type { RelayLoop } from './relay-loop.js';
import { categoryOfTopic, groupOf, topicOf } from './settings.js';
import type { KafkaSettings } from './settings.js';

/** A member that says nothing for this long has lost its lanes (ms). */
const SESSION_TIMEOUT = 10_000;
/** How often offsets are committed and stalled lanes looked for (ms). */
const WATCH = 1_000;
/** An outage longer than this many tries in a row makes the process not ready. */
const TOLERATED_OUTAGES = 3;
/** Until the group has given this process its share. */
const JOINING = 'waiting for its share of the lanes';
/** Partitions whose records are opened at the same time. */
const CONCURRENCY = 32;

export interface KafkaTransportOptions {
  readonly settings: KafkaSettings;
  /** Under which the relay signs records. */
  readonly secret: Buffer;
  /** The category of an event type, by the registry: `access` stands for every service's own. */
  readonly categoryOfType: (type: string) => string | undefined;
  /** Carries the log to Kafka beside the subscriptions; ended with them. */
  readonly relay?: RelayLoop;
  readonly batch?: number;
  readonly standby?: number;
  readonly watch?: number;
}

/**
 * Carries a service's events through Kafka: its processes are one consumer group and share the lanes. A lane's events are handed to the
 * same runners and deliveries as PostgreSQL's, so effects, failures and checkpoints are the same; Kafka's offsets only say where to read
 * on. A subscription with an order of its own across cases follows the log itself, in one process (ADR 0023).
 */
export class KafkaTransport implements EventTransport {
  readonly kind = 'kafka';
  readonly #kafka: Kafka;
  readonly #whole: PostgresTransport;
  readonly #signal = new Signal();
  readonly #lanes: LaneSet;
  readonly #paused = new Set<number>();
  #subscriptions: readonly LanedSubscription[] = [];
  #categories: ReadonlySet<string> = new Set();
  #consumer: Consumer | undefined;
  #lost: Error | undefined;
  #failures = 0;
  #count = 0;
  #joined = false;
  #before: LaneStanding | null = null;
  #problem: string | null = JOINING;
  #closing = false;
  #running: Promise<void> | undefined;
  #refused = 0;

  constructor(
    private readonly runtime: ServiceRuntime,
    private readonly o: KafkaTransportOptions,
  ) {
    this.#kafka = kafkaClient(o.settings, `lachan-${runtime.service}`, runtime.logger);
    this.#whole = new PostgresTransport(runtime, o);
    this.#lanes = new LaneSet((lane) => this.#enter(lane), runtime.logger);
  }

  start(subscriptions: readonly Subscription[]): void {
    this.#subscriptions = subscriptions.filter((each): each is LanedSubscription => each.lanes !== undefined);
    this.#whole.start(subscriptions.filter((each) => each.lanes === undefined));
    this.o.relay?.start();
    if (this.#subscriptions.length > 0) this.#running ??= this.#run();
    else this.#problem = null;
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.#signal.raise();
    await Promise.all([this.#running, this.#whole.close(), this.o.relay?.close()]);
  }

  problem(): string | null {
    return this.#whole.problem() ?? this.#problem ?? this.o.relay?.problem() ?? null;
  }

  /** Records that were not the relay's: tombstones, foreign or changed ones. Their events are read from the log. */
  get refused(): number {
    return this.#refused;
  }

  /** The lanes this process has. */
  get lanes(): number[] {
    return this.#lanes.numbers;
  }

  async #run(): Promise<void> {
    while (!this.#closing) {
      try {
        if (!this.#consumer) await this.#join();
        if (this.#lost) throw this.#lost;
        await this.#look();
        await this.#signal.wait(this.o.watch ?? WATCH);
      } catch (error) {
        this.#failures += 1;
        this.runtime.logger.warn({ err: error, failures: this.#failures }, 'the consumer group was lost');
        if (this.#failures > TOLERATED_OUTAGES) this.#problem = 'the broker does not answer, or a topic is missing';
        await this.#part();
        await this.#signal.wait(OUTAGE_BACKOFF(this.#failures));
      }
    }
    await this.#part();
  }

  /** Joins the group of the service; `#look` follows. */
  async #join(): Promise<void> {
    const standing = await readStanding(this.runtime.database.pool, [], []);
    if (!standing) {
      this.#problem = NO_TOPICS;
      await this.#signal.wait(this.o.watch ?? WATCH);
      return;
    }
    this.#count = standing.relay.lanes.length;
    this.#categories = await this.#wanted();
    this.#lost = undefined;
    const { prefix } = this.o.settings;
    const consumer = this.#kafka.consumer({
      groupId: groupOf(prefix, this.runtime.service),
      partitionAssigners: [laneAssigner],
      sessionTimeout: SESSION_TIMEOUT,
      rebalanceTimeout: SESSION_TIMEOUT,
      heartbeatInterval: 2_000,
      maxWaitTimeInMs: 500,
      allowAutoTopicCreation: false,
      // Started again here, with its lanes entered anew; not by the library behind our back.
      retry: { restartOnFailure: () => Promise.resolve(false) },
    });
    this.#consumer = consumer;
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      this.#lanes.assign(new Set(Object.values(payload.memberAssignment as Record<string, number[]>).flat()));
      this.#paused.clear();
      this.#joined = true;
      this.#signal.raise();
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (this.#consumer !== consumer) return;
      this.#lost = payload.error;
      this.#signal.raise();
    });
    await consumer.connect();
    await consumer.subscribe({
      topics: [...this.#categories].map((category) => topicOf(prefix, category)),
      fromBeginning: true,
    });
    await consumer.run({
      autoCommit: false,
      partitionsConsumedConcurrently: CONCURRENCY,
      eachBatch: (payload) => this.#take(payload),
    });
  }

  /** The categories that hold the wanted types and that this service's role may read. */
  async #wanted(): Promise<ReadonlySet<string>> {
    const { rows } = await this.runtime.database.query<{ category: string }>(
      'select category from es.category_reader where role = $1',
      [`lachan_${this.runtime.service}`],
    );
    const types = new Set(this.#subscriptions.flatMap((each) => [...each.types]));
    const categories = new Set([...types].map((type) => this.o.categoryOfType(type)));
    return new Set(
      rows.map(({ category }) => category).filter((each) => categories.has(each) || categories.has(each.split('-')[0])),
    );
  }

  #enter(lane: number): Promise<CarriedLane> {
    return CarriedLane.enter({
      runtime: this.runtime,
      subscriptions: this.#subscriptions,
      categories: this.#categories,
      lane,
      lanes: this.#count,
      batch: this.o.batch ?? BATCH,
      drained: () => {
        this.#resume(lane);
      },
    });
  }

  /** Leaves the group and every lane. */
  async #part(): Promise<void> {
    const consumer = this.#consumer;
    this.#consumer = undefined;
    this.#joined = false;
    await this.#lanes.clear();
    await consumer?.disconnect().catch(() => undefined);
    this.#before = null;
  }

  /** Takes over the records of one partition: what the subscriptions want is opened with this service's keys. */
  async #take(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const alive = (): Promise<void> => payload.heartbeat();
    const lane = await this.#lanes.get(batch.partition, alive);
    if (!lane) return;
    const category = categoryOfTopic(this.o.settings.prefix, batch.topic);
    const carried: Carried[] = [];
    for (const message of batch.messages) {
      const record = decode(message, this.o.secret);
      // A record that was copied to another lane is genuine but not in its place: there it would be handled a second time.
      if (record?.category !== category || laneOf(sealed.orderingKey(record.event), this.#count) !== batch.partition) {
        this.#refuse(batch.topic, batch.partition, message.offset);
        lane.pass(batch.topic, message.offset);
      } else {
        lane.mark(batch.topic, record.position, message.offset);
        if (record.position > lane.tail.head) carried.push(record);
      }
    }
    if (carried.length > 0 && lane.tail.take(await this.#open(carried))) lane.wake();
    if (lane.tail.full) {
      this.#paused.add(batch.partition);
      payload.pause();
    }
    await alive();
  }

  #refuse(topic: string, partition: number, offset: string): void {
    this.#refused += 1;
    this.runtime.logger.warn({ topic, partition, offset }, 'a record that the relay did not write was left out');
  }

  async #open(carried: readonly Carried[]): Promise<Arrival[]> {
    const wanted = carried.filter(({ event }) =>
      this.#subscriptions.some(({ types }) => types.has(sealed.type(event))),
    );
    const events = await this.runtime.store.open(wanted.map(({ event }) => event));
    const opened = new Map(events.map((event) => [event.position, event]));
    return carried.map(({ position, before }) => ({ position, before, event: opened.get(position) ?? null }));
  }

  #resume(lane: number): void {
    if (!this.#paused.delete(lane)) return;
    const { prefix } = this.o.settings;
    this.#consumer?.resume(
      [...this.#categories].map((category) => ({ topic: topicOf(prefix, category), partitions: [lane] })),
    );
  }

  /** Commits offsets of what is handled for good, and lets lanes whose records do not come go on from the log. */
  async #look(): Promise<void> {
    const consumer = this.#consumer;
    if (!consumer) return;
    const lanes = await this.#lanes.ready();
    const names = this.#subscriptions.map(({ name }) => name);
    const standing = await readStanding(this.runtime.database.pool, names, [...lanes.keys()]);
    if (!standing) throw new Error(NO_TOPICS);
    const offsets = [...lanes].flatMap(([partition, lane]) =>
      lane.settled(standing.handled.get(partition) ?? 0).map((each) => ({ ...each, partition })),
    );
    this.#unstall(lanes, this.#before);
    this.#before = standing;
    // An offset that cannot be committed, because lanes are being dealt out anew, is committed by a later turn or read again.
    if (offsets.length > 0) await consumer.commitOffsets(offsets).catch(() => undefined);
    if (this.#joined) this.#failures = 0;
    const stuck = [...lanes.values()].some((lane) => lane.outages > TOLERATED_OUTAGES);
    this.#problem = stuck ? 'a subscription cannot go on' : this.#joined ? null : JOINING;
  }

  /** What was carried a turn ago and has not come by now is read from the log. */
  #unstall(lanes: ReadonlyMap<number, CarriedLane>, before: LaneStanding | null): void {
    if (!before) return;
    for (const [number, lane] of lanes) {
      if (lane.tail.full || (before.relay.lanes[number] ?? 0) <= lane.tail.head) continue;
      if (lane.tail.jump(before.relay.position)) lane.wake();
    }
  }
}
