import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { EventType, LiveChange } from '#libs/contracts';
import { actsFor, holds, type Officer } from '#libs/domain';
import { EventStore, type RecordedEvent } from '#libs/event-store';
import { Logger, ReadPosition } from '#libs/service-kit';
import { CaseQueue } from '../queue/case-queue.js';
import { CASE_ROW_EVENTS } from '../queue/row.js';

const TYPES: readonly EventType[] = [
  ...CASE_ROW_EVENTS,
  'BlockRechecked',
  'SupportRequested',
  'ReferralSent',
  'SupportOverdue',
  'ReferralOverdue',
];
const PAGE = 500;
/** A page that was away longer reads the queue again instead. */
const LONGEST_CATCH_UP = 2_000;

interface Seen extends LiveChange {
  readonly coordinating: readonly string[];
}
type Listener = (change: Seen) => void;

/**
 * Tells open pages what changed: one reader per process, whatever the number of pages. A change is told once the queue has
 * it, so that a page that asks again sees it. It says that a case changed, not what is in it.
 */
@Injectable()
export class LiveFeed implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #listeners = new Set<Listener>();
  #position = 0;
  #off: (() => void) | undefined;
  #reading: Promise<void> | undefined;
  #again = false;

  constructor(
    private readonly store: EventStore,
    private readonly queue: CaseQueue,
    private readonly position: ReadPosition,
    private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.#position = await this.store.head();
    this.#off = this.store.onCommit(() => {
      this.#wake();
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.#off?.();
    await this.#reading;
  }

  /** Tells `listener` every later change of the cases this officer may read. Returns how to stop. */
  follow(officer: Officer, listener: (change: LiveChange) => void): () => void {
    const mine: Listener = (change) => {
      if (mayHear(officer, change)) listener(told(change));
    };
    this.#listeners.add(mine);
    return () => this.#listeners.delete(mine);
  }

  /** What a page missed since a position; empty when that is too long ago (`complete: false`: read the queue again). */
  async since(officer: Officer, after: number): Promise<{ changes: LiveChange[]; complete: boolean }> {
    const events = await this.store.readAll({ after, limit: LONGEST_CATCH_UP + 1, upTo: this.#position, types: TYPES });
    if (events.length > LONGEST_CATCH_UP) return { changes: [], complete: false };
    const changes = await this.#changesOf(events);
    return { changes: changes.filter((change) => mayHear(officer, change)).map(told), complete: true };
  }

  #wake(): void {
    if (this.#reading !== undefined) {
      this.#again = true;
      return;
    }
    this.#reading = this.#read()
      .catch((error: unknown) => {
        this.logger.warn({ err: error }, 'the live feed could not read the log; tried at the next commit');
      })
      .finally(() => {
        this.#reading = undefined;
        if (this.#again) {
          this.#again = false;
          this.#wake();
        }
      });
  }

  async #read(): Promise<void> {
    for (;;) {
      const head = await this.store.head();
      if (head <= this.#position) return;
      if (this.#listeners.size === 0) {
        this.#position = head;
        return;
      }
      const events = await this.store.readAll({ after: this.#position, limit: PAGE, upTo: head, types: TYPES });
      await this.position.wait(['triage.queue', 'triage.orders'], events.at(-1)?.position);
      for (const change of await this.#changesOf(events)) for (const listener of this.#listeners) listener(change);
      this.#position = events.length < PAGE ? head : (events.at(-1)?.position ?? head);
    }
  }

  async #changesOf(events: readonly RecordedEvent[]): Promise<Seen[]> {
    if (events.length === 0) return [];
    const caseOf = (event: RecordedEvent): string => event.orderingKey.replace(/^case-/, '');
    const standings = await this.queue.standingsOf([...new Set(events.map(caseOf))]);
    return events.flatMap((event) => {
      const caseId = caseOf(event);
      const known = standings.get(caseId);
      if (known === undefined) return [];
      const { type, position } = event;
      const { lead: unit, coordinating, status, claim } = known;
      return [{ caseId, type, unit, coordinating, position, status, claim }];
    });
  }
}

const mayHear = (officer: Officer, { unit, coordinating }: Seen): boolean =>
  holds(officer, 'auditor') || [unit, ...coordinating].some((one) => actsFor(officer, one));

const told = ({ coordinating: _coordinating, ...change }: Seen): LiveChange => change;
