import { setTimeout as pause } from 'node:timers/promises';
import { decodeAnswer, encodeBatch, type AppendAnswer, type Outcome } from './append-batch.js';
import { encodeOne, KEY_CHANGED } from './append-one.js';
import { type AppendConnection, verdictOf } from './append-connection.js';
import { InvalidEvent, StoreUnavailable } from './errors.js';
import type { PreparedAppend } from './prepare.js';

const MAX_REQUESTS = 256;
const MAX_BYTES = 4 * 1024 * 1024;
const PATIENCE_MS = 4_000;

type Connection = Pick<AppendConnection, 'query'>;

/** The request's event ids are in the log already, or another request of the batch has them. */
export type Answer = Outcome | { refused: 'duplicate' };

interface Waiting {
  request: PreparedAppend;
  resolve: (answer: Answer) => void;
  reject: (error: Error) => void;
}

/** From so many requests on two batches go side by side: one is written down here while the server works on the other. */
const WORTH_SPLITTING = 16;

/**
 * Group commit: while batches are on their way, requests gather for the next. An idle batcher sends a request at once. Requests
 * that touch the same stream, key or owner go into different batches, one after the other, in the order they came.
 */
export class Batcher {
  #waiting: Waiting[] = [];
  #scheduled = false;
  #gathering = false;
  #lastRecorded = 0;
  readonly #free: Connection[];
  /** What the batches on their way touch. */
  readonly #touched = new Set<string>();
  readonly #idle: (() => void)[] = [];

  constructor(
    private readonly connections: readonly Connection[],
    private readonly hooks: {
      /** The version a stream was last seen at. */
      versionOf: (stream: string) => number;
      committed: (position: number) => void;
      /** How long a batch is tried again while the database is away, in milliseconds. */
      patience?: number | undefined;
    },
  ) {
    this.#free = [...connections];
  }

  submit(request: PreparedAppend): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      if (this.#scheduled) return;
      this.#scheduled = true;
      queueMicrotask(() => {
        this.#scheduled = false;
        if (!this.#gathering) this.#start();
      });
    });
  }

  /** Resolves when everything submitted so far has its answer. */
  drained(): Promise<void> {
    if (this.#isIdle()) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  #isIdle(): boolean {
    return this.#waiting.length === 0 && this.#free.length === this.connections.length;
  }

  /** Sends as many batches as there is room and work for. */
  #start(): void {
    for (;;) {
      const alone = this.#free.length === this.connections.length;
      if (!alone && this.#waiting.length < WORTH_SPLITTING / 2) return;
      const connection = this.#free.pop();
      if (connection === undefined) return;
      const half = alone && this.connections.length > 1 && this.#waiting.length >= WORTH_SPLITTING;
      const batch = this.#take(half ? Math.ceil(this.#waiting.length / 2) : MAX_REQUESTS);
      if (batch.length === 0) {
        this.#free.push(connection);
        return;
      }
      void this.#run(connection, batch);
    }
  }

  async #run(connection: Connection, batch: Waiting[]): Promise<void> {
    const marks = batch.flatMap(({ request }) => request.footprint);
    for (const mark of marks) this.#touched.add(mark);
    await this.#settle(connection, batch);
    for (const mark of marks) this.#touched.delete(mark);
    this.#free.push(connection);
    if (batch.length > 1 || this.#waiting.length > 0) await this.#gathered();
    this.#start();
    if (this.#isIdle()) for (const resolve of this.#idle.splice(0)) resolve();
  }

  /**
   * Callers that were just answered append again in this turn of the loop: they are let into the next batch. Nothing is sent
   * meanwhile, else the other connection would take all of them at once and there would be nothing left to overlap with.
   */
  async #gathered(): Promise<void> {
    this.#gathering = true;
    await new Promise(setImmediate);
    this.#gathering = false;
  }

  /** The first waiting requests whose footprints are disjoint, from those on their way too; the others keep their order. */
  #take(most: number): Waiting[] {
    const taken: Waiting[] = [];
    const left: Waiting[] = [];
    const touched = new Set<string>();
    let bytes = 0;
    for (const waiting of this.#waiting) {
      const { footprint, size } = waiting.request;
      const fits = taken.length === 0 || (taken.length < Math.min(most, MAX_REQUESTS) && bytes + size <= MAX_BYTES);
      if (fits && !footprint.some((mark) => touched.has(mark) || this.#touched.has(mark))) {
        taken.push(waiting);
        bytes += size;
      } else left.push(waiting);
      // Also those left behind block what they touch, else a later request would overtake them.
      for (const mark of footprint) touched.add(mark);
    }
    this.#waiting = left;
    return taken;
  }

  async #settle(connection: Connection, batch: Waiting[]): Promise<void> {
    try {
      const answers = await this.#send(
        connection,
        batch.map(({ request }) => request),
      );
      batch.forEach(({ resolve }, index) => {
        resolve(answers[index] ?? { refused: 'duplicate' });
      });
    } catch (error) {
      const verdict = verdictOf(error);
      if (error instanceof StoreUnavailable) {
        // Whoever waits behind would only wait as long again.
        for (const { reject } of [...batch, ...this.#waiting.splice(0)]) reject(error);
      } else if (batch.length > 1) {
        // One request spoils the batch: each is sent alone, the good ones pass.
        for (const waiting of batch) await this.#settle(connection, [waiting]);
      } else if (verdict === 'duplicate') batch[0]?.resolve({ refused: 'duplicate' });
      else
        batch[0]?.reject(
          new InvalidEvent(`the database refused an append: ${(error as Error).message}`, { cause: error }),
        );
    }
  }

  async #send(connection: Connection, requests: readonly PreparedAppend[]): Promise<Outcome[]> {
    const end = performance.now() + (this.hooks.patience ?? PATIENCE_MS);
    for (let attempt = 1; ; attempt++) {
      try {
        return (await this.#one(connection, requests)) ?? (await this.#many(connection, requests));
      } catch (error) {
        const verdict = verdictOf(error);
        if (error instanceof StoreUnavailable || verdict === 'bad' || verdict === 'duplicate') throw error;
        if (performance.now() > end || verdict === 'away') {
          throw new StoreUnavailable(`the database is away: ${(error as Error).message}`, { cause: error });
        }
        await pause(Math.min(25 * 2 ** Math.min(attempt, 5), 500));
      }
    }
  }

  async #many(connection: Connection, requests: readonly PreparedAppend[]): Promise<Outcome[]> {
    const batch = encodeBatch(requests, this.#now(), this.hooks.versionOf);
    const [answer] = await connection.query<AppendAnswer>(batch.query);
    if (answer === undefined) throw new StoreUnavailable('es.append gave no answer');
    const outcomes = decodeAnswer(batch, answer);
    if (answer.first_position !== null) this.hooks.committed(lastPosition(requests, outcomes));
    return outcomes;
  }

  /** A lone, simple request goes the short way; null: it is not simple, or not as expected, and has to go the long one. */
  async #one(connection: Connection, requests: readonly PreparedAppend[]): Promise<Outcome[] | null> {
    const [request, second] = requests;
    const target = request?.streams[0];
    if (request === undefined || target === undefined || second) return null;
    const [recordedAt, expected] = [this.#now(), target.expected ?? this.hooks.versionOf(target.stream)];
    const query = encodeOne(request, recordedAt, expected);
    if (query === null) return null;
    try {
      const [answer] = await connection.query<{ position: string | null }>(query);
      if (answer?.position == null) return null;
      const firstPosition = Number(answer.position);
      this.hooks.committed(firstPosition);
      return [{ refused: null, firstPosition, recordedAt, versions: [expected + 1] }];
    } catch (error) {
      if ((error as { code?: string }).code === KEY_CHANGED) return null;
      throw error;
    }
  }

  /** The appender's clock; never runs backwards within a process. */
  #now(): string {
    this.#lastRecorded = Math.max(Date.now(), this.#lastRecorded);
    return new Date(this.#lastRecorded).toISOString();
  }
}

function lastPosition(requests: readonly PreparedAppend[], outcomes: readonly Outcome[]): number {
  return outcomes.reduce((last, outcome, index) => {
    if (outcome.refused) return last;
    const events = requests[index]?.streams.reduce((sum, stream) => sum + stream.events.length, 0) ?? 0;
    return Math.max(last, outcome.firstPosition + events - 1);
  }, 0);
}
