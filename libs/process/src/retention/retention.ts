import { Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { ServiceName } from '#libs/event-store';
import type { Database, Logger, RetentionDays, RetentionName } from '#libs/service-kit';
import type { RetentionRule } from './rule.js';

/** The first round after a start (ms): not while everything else starts too. */
const FIRST = 60_000;
const EVERY = 60 * 60_000;
/** Rows of one transaction. */
const AT_ONCE = 500;

/** A service whose old rows go. */
export interface Keeper {
  readonly service: ServiceName;
  readonly database: Database;
  readonly logger: Logger;
  readonly rules: readonly RetentionRule[];
}

/**
 * Deletes what is kept no longer (docs/OPERATIONS.md, What is kept), once an hour, in small transactions under each service's own role and by the
 * database's clock. An advisory lock gives one process of a service the work; a round that broke off is made whole by the next.
 */
@Injectable()
export class Retention implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(
    private readonly keepers: readonly Keeper[],
    private readonly days: RetentionDays,
  ) {}

  onApplicationBootstrap(): void {
    this.#next(FIRST);
  }

  /** Stops after the transaction that is on its way. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#round;
  }

  /** One round over everything. Says how many rows went by each rule; none for what another process is at. Never rejects. */
  async round(): Promise<Partial<Record<RetentionName, number>>> {
    const gone: Partial<Record<RetentionName, number>> = {};
    for (const keeper of this.keepers) {
      for (const rule of keeper.rules) {
        const count = await this.#apply(keeper, rule).catch((error: unknown) => {
          keeper.logger.warn({ err: error, rule: rule.name }, 'old rows could not be deleted; tried again');
          return 0;
        });
        if (count > 0) keeper.logger.info({ rule: rule.name, rows: count }, 'old rows were deleted');
        gone[rule.name] = count;
      }
    }
    return gone;
  }

  async #apply({ service, database }: Keeper, { name, statement }: RetentionRule): Promise<number> {
    let all = 0;
    while (!this.#stopped) {
      const gone = await database.transaction(async (tx) => {
        const { rows } = await tx.query<{ mine: boolean }>(
          'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as mine',
          [`lachan retention ${service}`],
        );
        if (rows[0]?.mine !== true) return 0;
        return (await tx.query(statement, [`${String(this.days[name])} days`, AT_ONCE])).rowCount ?? 0;
      });
      all += gone;
      if (gone < AT_ONCE) break;
    }
    return all;
  }

  #next(wait: number): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#round = this.round().finally(() => {
        this.#next(EVERY);
      });
    }, wait);
    this.#timer.unref();
  }
}
