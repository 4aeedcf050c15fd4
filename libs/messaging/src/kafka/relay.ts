import type { Admin, Kafka, Producer } from 'kafkajs';
import { categoryOf, sealed } from '#libs/event-store';
import type { SealedEvent, SealedLog } from '#libs/event-store';
import type { Logger } from '#libs/service-kit';
import { laneOf } from './lane.js';
import { LaneOrder } from './lane-order.js';
import type { Newest } from './lane-order.js';
import { encode } from './record.js';
import type { RelayState } from './relay-state.js';
import { topicOf } from './settings.js';

/** Most events of one request to the brokers. */
export const PAGE = 2_000;

export interface RelayOptions {
  readonly kafka: Kafka;
  readonly log: SealedLog;
  readonly prefix: string;
  readonly secret: Buffer;
  readonly logger: Logger;
}

/** Another relay has moved on: this one carries nothing more. */
export class RelayMoved extends Error {
  override readonly name = 'RelayMoved';
}

type Ends = Record<string, number[]>;

/**
 * Carries committed events from the log to their topics, in the order of the log: an idempotent producer, one request under way,
 * acknowledged by all in-sync replicas before the position is written down. What was sent and not written down is sent again after a
 * crash; consumers know a record by its position.
 */
export class Carrier {
  readonly #producer: Producer;
  readonly #admin: Admin;
  #connected = false;

  constructor(private readonly o: RelayOptions) {
    // No limit of ours on retries within one session would be the safest for order; ours ends with an error, and the page
    // is sent again from the position that is written down.
    this.#producer = o.kafka.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false });
    this.#admin = o.kafka.admin();
  }

  async connect(): Promise<void> {
    if (this.#connected) return;
    await this.#admin.connect();
    await this.#producer.connect();
    this.#connected = true;
  }

  async close(): Promise<void> {
    this.#connected = false;
    await Promise.allSettled([this.#producer.disconnect(), this.#admin.disconnect()]);
  }

  /** Sends a page and says where that leaves the relay. */
  async carry(events: readonly SealedEvent[], state: RelayState): Promise<RelayState> {
    const order = new LaneOrder(state.lanes.length, state.newest);
    const ends = structuredClone(state.ends) as Ends;
    await this.#send(events, order, ends, () => true);
    const position = events.at(-1) ? sealed.position(events.at(-1) as SealedEvent) : state.position;
    return { position, lanes: order.lanes, newest: order.newest, ends };
  }

  /**
   * Compares the topics with what was carried: one that ends earlier than it did was deleted and made anew, or lost what it had
   * acknowledged, and is filled again from the log. Resolves with the state after that, null when nothing was lost.
   * @throws when a topic does not exist: `lachan topics` makes it.
   */
  async refill(state: RelayState): Promise<RelayState | null> {
    const shorter: string[] = [];
    for (const [topic, wanted] of Object.entries(state.ends)) {
      const found = await this.#admin.fetchTopicOffsets(topic);
      if (found.some(({ partition, high }) => Number(high) < (wanted[partition] ?? 0))) shorter.push(topic);
    }
    if (shorter.length === 0) return null;
    this.o.logger.warn(
      { topics: shorter, upTo: state.position },
      'topics lost records: they are filled again from the log',
    );
    const order = new LaneOrder(state.lanes.length);
    const ends = structuredClone(state.ends) as Ends;
    for (const topic of shorter) ends[topic] = state.lanes.map(() => 0);
    for await (const block of this.o.log.replay(state.position)) {
      for (let at = 0; at < block.length; at += PAGE) {
        await this.#send(block.slice(at, at + PAGE), order, ends, (topic) => shorter.includes(topic));
      }
    }
    return { ...state, ends };
  }

  /** @param ends is brought up to date with the offsets that the brokers gave. */
  async #send(
    events: readonly SealedEvent[],
    order: LaneOrder,
    ends: Ends,
    wanted: (topic: string) => boolean,
  ): Promise<void> {
    const lanes = order.newest.length;
    const messages = new Map<
      string,
      { partition: number; key: string; value: Buffer; headers: Record<string, string> }[]
    >();
    for (const event of events) {
      const category = categoryOf(sealed.stream(event));
      const lane = laneOf(sealed.orderingKey(event), lanes);
      const before: Newest = order.pass(lane, category, sealed.position(event));
      const topic = topicOf(this.o.prefix, category);
      if (!wanted(topic)) continue;
      const list = messages.get(topic) ?? [];
      messages.set(topic, list);
      list.push({ partition: lane, ...encode(event, before, this.o.secret) });
    }
    if (messages.size === 0) return;
    const answers = await this.#producer.sendBatch({
      acks: -1,
      topicMessages: [...messages].map(([topic, list]) => ({ topic, messages: list })),
    });
    for (const { topicName, partition, baseOffset } of answers) {
      const count = (messages.get(topicName) ?? []).filter((message) => message.partition === partition).length;
      const offsets = (ends[topicName] ??= Array.from({ length: lanes }, () => 0));
      offsets[partition] = Number(baseOffset ?? offsets[partition] ?? 0) + count;
    }
  }
}
