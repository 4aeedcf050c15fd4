import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { EventStore } from '#libs/event-store';
import { Clock, Database, Logger, ReadPosition, isUnavailable } from '#libs/service-kit';
import { Digests } from '../receive/digests.js';
import { Whereabouts } from '../receive/where.js';
import { ImportRecords, type ImportRecord } from './import-records.js';
import { runImport } from './run-import.js';
import { Spool } from './spool.js';

/** Pauses while the database is away, in ms: doubling from the first to the last. */
const PAUSES = { first: 100, last: 5_000 };
/** How often an error that is not the database's absence is tried again before an import counts as failed. */
const STRANGE_TRIES = 5;
/** How often imports are looked for that another process left behind (ms). */
const LOOK_AGAIN = 10_000;
/** A body that no import waits for is removed at the start when it is older than this (ms). */
const LEFT_BEHIND = 3_600_000;
/** How long an import waits until earlier reports are folded into the table of known targets (rounds of 1 s). */
const ROUNDS_FOR_TARGETS = 30;

/**
 * Works off imports in the background, oldest first, one at a time in a process, those whose body lies in its own data folder.
 * An advisory lock keeps two processes from one import. After a crash the next start goes on where it stood.
 */
@Injectable()
export class ImportWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #stop = new AbortController();
  #working: Promise<void> | undefined;
  #again = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly records: ImportRecords,
    private readonly spool: Spool,
    private readonly store: EventStore,
    private readonly database: Database,
    private readonly position: ReadPosition,
    private readonly digests: Digests,
    private readonly whereabouts: Whereabouts,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#working = this.#sweep().finally(() => {
      this.#working = undefined;
      this.wake();
    });
    this.#timer = setInterval(() => {
      this.wake();
    }, LOOK_AGAIN);
    this.#timer.unref();
  }

  /** Stops after the batches that are on their way; the import goes on at the next start. */
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    this.#stop.abort();
    await this.#working;
  }

  /** There is (perhaps) something to do. */
  wake(): void {
    this.#again = true;
    if (this.#working !== undefined || this.#stop.signal.aborted) return;
    this.#working = this.#workOff().finally(() => {
      this.#working = undefined;
      // Woken between the last look and here.
      if (this.#hasMore()) this.wake();
    });
  }

  #hasMore(): boolean {
    return this.#again;
  }

  async #sweep(): Promise<void> {
    try {
      const waiting = new Set((await this.records.open()).map(({ id }) => id));
      await this.spool.sweep(waiting, new Date(this.clock.now().getTime() - LEFT_BEHIND));
    } catch (error) {
      this.logger.warn({ err: error }, 'bodies that imports left behind could not be removed');
    }
  }

  #stopped(): boolean {
    return this.#stop.signal.aborted;
  }

  async #workOff(): Promise<void> {
    while (this.#again && !this.#stop.signal.aborted) {
      this.#again = false;
      try {
        for (const record of await this.records.open()) {
          if (this.#stopped()) return;
          if (await this.spool.has(record.id)) await this.#alone(record.id, () => this.#run(record.id));
        }
      } catch (error) {
        // The next wake or look tries again; nothing was lost.
        this.logger.warn({ err: error }, 'imports could not be worked off');
        if (isUnavailable(error)) await this.#pause(PAUSES.last);
      }
    }
  }

  /** Runs `work` while this process alone holds the import; does nothing when another does. */
  async #alone(importId: string, work: () => Promise<void>): Promise<void> {
    const client: pg.PoolClient = await this.database.pool.connect();
    let lost: Error | undefined;
    const onError = (error: Error): void => {
      lost = error;
    };
    client.on('error', onError);
    try {
      const { rows } = await client.query<{ locked: boolean }>(
        'select pg_try_advisory_lock(hashtextextended($1, 0)) as locked',
        [`lachan import ${importId}`],
      );
      if (rows[0]?.locked) await work();
    } finally {
      await client.query('select pg_advisory_unlock_all()').catch((error: unknown) => (lost = error as Error));
      client.off('error', onError);
      client.release(lost);
    }
  }

  async #run(importId: string): Promise<void> {
    const record = await this.records.get(importId);
    if (record?.finishedAt !== null) return;
    await this.records.run(importId);
    try {
      if (record.rows === 0) await this.#earlierReportsFolded();
      if (!(await this.#rows(record))) return;
      await this.#persistently(() => this.records.finish(importId, this.clock.now()));
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.logger.error({ err: error, importId }, 'an import failed');
      await this.#persistently(() => this.records.fail(importId, this.clock.now(), 'internal'));
    }
    await this.spool.remove(importId);
  }

  #rows(record: ImportRecord): Promise<boolean> {
    return runImport({
      record,
      store: this.store,
      digests: this.digests,
      body: () => this.spool.read(record.id),
      settle: (settlement) => this.records.settle(settlement),
      whereOf: (province) => this.whereabouts.of(record.sender, province),
      persistently: (work) => this.#persistently(work),
      signal: this.#stop.signal,
    });
  }

  /** What was reported before this import must count as known. */
  async #earlierReportsFolded(): Promise<void> {
    const head = await this.store.head();
    for (let round = 0; round < ROUNDS_FOR_TARGETS && !this.#stop.signal.aborted; round += 1) {
      if (!(await this.position.wait(['intake.targets'], head)).stale) return;
    }
  }

  /** Tries again for as long as the database is away, and a few times when it is anything else. */
  async #persistently<T>(work: () => Promise<T>): Promise<T> {
    let strange = 0;
    for (let pause = PAUSES.first; ; pause = Math.min(pause * 2, PAUSES.last)) {
      try {
        return await work();
      } catch (error) {
        if (!isUnavailable(error)) strange += 1;
        if (strange >= STRANGE_TRIES || this.#stop.signal.aborted) throw error;
        this.logger.warn({ err: error }, 'an import waits and tries again');
        await this.#pause(pause);
      }
    }
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }
}
