import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { Database, Logger } from '#libs/service-kit';
import type { DueRow } from './due-row.js';
import { TimedSteps } from './timed-steps.js';

/** How often the due rows are looked at: a claim that lapsed is decided as lapsed at once, whatever the timer does. */
const EVERY = 1_000;
/** Rows of one transaction. */
const AT_ONCE = 20;
/** "Handed out" rows are worthless after ten seconds. */
const SWEEP_AFTER = '1 minute';

/**
 * Turns the passing of time into events: takes due rows with `SKIP LOCKED` by the database's clock, so that several
 * processes share the work and none does it twice at once; a repetition stays quiet. Rows are gone through in the order of
 * their due times, each once in a round, so a row that fails never keeps the ones behind it waiting.
 */
@Injectable()
export class Scheduler implements OnApplicationBootstrap, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(
    private readonly database: Database,
    private readonly steps: TimedSteps,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#next();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#round;
  }

  /** One round over everything that is due, at the database's time or a given one. Returns how many steps were taken. */
  async round(at?: Date): Promise<number> {
    await this.database.query('delete from triage.handed_out where until < now() - $1::interval', [SWEEP_AFTER]);
    let taken = 0;
    let after: DueRow | undefined;
    for (;;) {
      const rows = await this.database.transaction(async (tx) => {
        const found = await tx.query<DueRow>(DUE, [
          at?.toISOString() ?? null,
          after?.due_at ?? null,
          after?.kind ?? null,
          after?.subject ?? null,
          AT_ONCE,
        ]);
        for (const row of found.rows) taken += await this.#take(row);
        return found.rows;
      });
      after = rows.at(-1);
      if (rows.length < AT_ONCE || this.#stopped) return taken;
    }
  }

  async #take(row: DueRow): Promise<number> {
    try {
      return (await this.steps.take(row)) ? 1 : 0;
    } catch (error) {
      this.logger.warn({ err: error, kind: row.kind, subject: row.subject }, 'a timed step failed; it is tried again');
      return 0;
    }
  }

  #next(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#round = this.round()
        .catch((error: unknown) => {
          this.logger.warn({ err: error }, 'the due rows could not be read; tried again');
        })
        .finally(() => {
          this.#next();
        });
    }, EVERY);
  }
}

const DUE = `
select kind, subject, case_id, due_at::text as due_at,
       to_char(coalesce($1::timestamptz, now()) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now
  from triage_due.due
 where due_at <= coalesce($1::timestamptz, now())
   and ($2::timestamptz is null or (due_at, kind, subject) > ($2::timestamptz, $3::text, $4::uuid))
 order by due.due_at, kind, subject
 limit $5
   for update skip locked`;
