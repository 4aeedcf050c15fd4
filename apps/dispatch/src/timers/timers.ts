import { Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { RequestEvent } from '#libs/contracts';
import { requests } from '#libs/domain';
import type { RequestCommand } from '#libs/domain';
import { ConcurrencyConflict } from '#libs/event-store';
import { RegistersReader } from '#libs/identity';
import { Database, Logger } from '#libs/service-kit';
import { LRUCache } from 'lru-cache';
import { OrderEnds } from '../orders/order-ends.js';
import { OrderFiles, wasIssued } from '../orders/order-file.js';
import { DISPATCH } from '../streams/envelopes.js';
import { LoggedRequests } from '../streams/request-streams.js';
import type { DueStep } from './due.read-model.js';

/** Between two looks at what is due (ms). */
const INTERVAL = 1_000;
/** Rows taken at once; the locks on them are held while they are acted on. */
const BATCH = 50;
/** A row that was acted on waits this long for its event to remove it before it is taken again (ms). */
const REST = 30_000;

interface DueRow {
  readonly subject: string;
  readonly step: DueStep;
}

/**
 * What happens by itself: orders expire with their lifts, requests and lifts become overdue and are escalated. Due by the
 * database's clock; a row is taken by one process at a time. Acting twice changes nothing: the streams decide.
 */
@Injectable()
export class Timers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #acted = new LRUCache<string, true>({ max: 10_000, ttl: REST });
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(
    private readonly database: Database,
    private readonly ends: OrderEnds,
    private readonly files: OrderFiles,
    private readonly streams: LoggedRequests,
    private readonly registers: RegistersReader,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.#running = this.#running
        .then(() => this.#runAll())
        .catch((error: unknown) => {
          this.logger.warn({ err: error }, 'timers of dispatch could not look; they try again');
        });
    }, INTERVAL);
    this.#timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  /** Takes what is due and acts on it: by the database's clock, or at a moment that is given. Returns how many rows it took. */
  async run(at?: Date): Promise<number> {
    return this.database.transaction(async (tx) => {
      const resting = [...this.#acted.keys()];
      const { rows } = await tx.query<DueRow & { now: string }>(
        `select subject, step, to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now
           from dispatch_due.due_row, coalesce($2::timestamptz, now()) as moment
          where due_at <= moment and subject || ' ' || step <> all($1)
          order by due_at limit ${String(BATCH)} for update of due_row skip locked`,
        [resting, at ?? null],
      );
      for (const row of rows) {
        try {
          await this.#act(row, row.now);
        } catch (error) {
          this.logger.error({ err: error, subject: row.subject, step: row.step }, 'a due step could not be acted on');
        }
        this.#acted.set(`${row.subject} ${row.step}`, true);
      }
      return rows.length;
    });
  }

  /** Until nothing is due any more: a thousand orders that end at midnight end at midnight. */
  async #runAll(): Promise<void> {
    while (!this.#stopped && (await this.run()) === BATCH);
  }

  async #act({ subject, step }: DueRow, now: string): Promise<void> {
    switch (step) {
      case 'order-expiry':
        await this.ends.end(subject, { type: 'expire', now }, 'expired', { actor: DISPATCH });
        return;
      case 'request-acknowledge':
      case 'request-enforce':
        await this.#overdue(subject, { type: 'overdue', step, now });
        return;
      case 'request-lift':
        await this.#overdue(subject, { type: 'liftOverdue', now });
        return;
    }
  }

  /** Late is late: it is recorded, and whoever is above the unit that ordered is told. */
  async #overdue(requestId: string, command: RequestCommand): Promise<void> {
    const { life, version } = await this.streams.load(requestId);
    const late = requests.decide(command, life);
    if (!late.ok || late.events.length === 0 || life.status === 'none') return;
    const events: RequestEvent[] = [...late.events];
    const to = await this.#escalateTo(life.ids.orderId);
    const escalated =
      to === undefined ? undefined : requests.decide({ type: 'escalate', to }, requests.fold(events, life));
    if (escalated?.ok) events.push(...escalated.events);
    try {
      await this.streams.append([{ id: requestId, caseId: life.ids.caseId, version, events }], { actor: DISPATCH });
    } catch (error) {
      // The provider answered just now: it is not late any more, or a later look says it again.
      if (!(error instanceof ConcurrencyConflict)) throw error;
    }
  }

  async #escalateTo(orderId: string): Promise<string | undefined> {
    const { state } = await this.files.load(orderId);
    if (!wasIssued(state)) return undefined;
    const unit = (await this.registers.now()).get('unit', state.terms.unit);
    return unit?.superior ?? state.terms.unit;
  }
}
