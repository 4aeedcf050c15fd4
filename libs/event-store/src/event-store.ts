import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import type { Outcome, Refusal } from './append-batch.js';
import { AppendConnection } from './append-connection.js';
import { Batcher } from './batcher.js';
import { CommitSignal } from './commit-signal.js';
import { DataKeys } from './data-keys.js';
import { OlderProgram, refusalError, StoreUnavailable } from './errors.js';
import { packedStreamsQuery, unpacked } from './packed-rows.js';
import { prepare, type PreparedAppend } from './prepare.js';
import { idsQuery, logQuery, streamQuery, streamsQuery } from './queries.js';
import { readPage } from './paging.js';
import { recognise } from './recognise.js';
import { copyRows } from './replay.js';
import { RowReader, type StoredRow } from './stored-rows.js';
import { StreamReads } from './stream-reads.js';
import type {
  AppendRequest,
  AppendResult,
  EventStoreOptions,
  ReadAllOptions,
  ReadStreamOptions,
  RecordedEvent,
  ReplayOptions,
} from './types.js';

/** How often an append to a stream at any version, or under a key somebody else just made, is decided anew. */
const MAX_ROUNDS = 100;

/** One batch is written down while the server works on another; a third found nothing left to overlap with. */
const APPEND_CONNECTIONS = 2;

/**
 * The log as one service sees it: it appends to the categories its role owns and reads those its role may read. One per service
 * and process. Positions are dense and in commit order: a reader that has seen position p has seen everything before it.
 */
export class EventStore {
  readonly #options: EventStoreOptions;
  readonly #pool: pg.Pool;
  readonly #keys: DataKeys;
  readonly #rows: RowReader;
  readonly #streams: StreamReads;
  readonly #connections: readonly AppendConnection[];
  readonly #batcher: Batcher;
  readonly #signal: CommitSignal;
  readonly #deaf: () => void;
  readonly #versions = new LRUCache<string, number>({ max: 20_000 });
  #closed = false;

  constructor(options: EventStoreOptions) {
    this.#options = options;
    this.#pool = options.pool;
    this.#keys = new DataKeys(options.pool, options.keyring);
    this.#rows = new RowReader(options.registry, options.keyring, this.#keys);
    this.#streams = new StreamReads(async (streams) => this.#known(await this.#rows.read(await this.#whole(streams))));
    this.#connections = Array.from({ length: APPEND_CONNECTIONS }, () => new AppendConnection(options.pool));
    this.#signal = options.signal ?? new CommitSignal(options.pool, options.logger);
    this.#deaf = this.#signal.onKeys({
      destroyed: (id) => {
        this.#keys.forget(id);
      },
      reconnected: () => {
        this.#keys.forgetAll();
      },
    });
    this.#batcher = new Batcher(this.#connections, {
      versionOf: (stream) => this.#versions.get(stream) ?? 0,
      committed: (position) => {
        this.#signal.committed(position);
      },
      patience: options.patience,
    });
  }

  /**
   * Appends everything of the request or nothing; resolves after the commit. A connection lost on the way is no question for the
   * caller: the append is sent again and recognises its own event ids. Throws the errors of `errors.ts`.
   */
  async append(request: AppendRequest): Promise<AppendResult> {
    if (this.#closed) throw new StoreUnavailable('the event store is closed');
    const context = { registry: this.#options.registry, keyring: this.#options.keyring, keys: this.#keys };
    let prepared = await prepare(request, context);
    for (let round = 1; ; round++) {
      const answer = await this.#batcher.submit(prepared);
      if (answer.refused === null) return this.#appended(prepared, answer);
      if (answer.refused === 'duplicate') return await this.#recognised(request, null);
      const { refused } = answer;
      if (round < MAX_ROUNDS && this.#mayRetry(prepared, refused)) {
        if (refused.code === 'key') {
          await this.#keys.reload(refused.subject);
          prepared = await prepare(request, context);
        }
        continue;
      }
      return await this.#recognised(request, refusalError(refused));
    }
  }

  /** A version of `any` was guessed wrong, or somebody else made the data key first: the next round knows better. */
  #mayRetry(prepared: PreparedAppend, refused: Refusal): boolean {
    if (refused.code === 'key') return true;
    if (refused.code !== 'version') return false;
    this.#versions.set(refused.subject, Number(refused.actual));
    return prepared.streams.some(({ stream, expected }) => stream === refused.subject && expected === null);
  }

  #appended(prepared: PreparedAppend, outcome: Exclude<Outcome, { refused: Refusal }>): AppendResult {
    this.#keys.saved(prepared.keys);
    let position = outcome.firstPosition - 1;
    const events = prepared.streams.flatMap(({ stream, events }, index) => {
      const first = outcome.versions[index] ?? 1;
      this.#versions.set(stream, first + events.length - 1);
      return events.map(({ event, schemaVersion, orderingKey }, n): RecordedEvent => {
        position += 1;
        const { recordedAt } = outcome;
        // Written out: copying an object of unknown shape stood out in the profile of an append.
        const { id, type, occurredAt, actor, correlationId, causationId, data } = event;
        return {
          id, stream, version: first + n, type, schemaVersion, occurredAt, recordedAt, actor, correlationId, causationId,
          data, position, orderingKey,
        }; // prettier-ignore
      });
    });
    return { position, events, recognised: false };
  }

  /** Before a refusal is told: was this very append already done, by an earlier attempt? */
  async #recognised(request: AppendRequest, refusal: Error | null): Promise<AppendResult> {
    const ids = request.streams.flatMap(({ events }) => events.map(({ id }) => id));
    return recognise(request, await this.#rows.read(await this.#query(idsQuery(ids))), refusal);
  }

  /**
   * Events of one stream; a role that may not read its category gets none.
   * @throws {OlderProgram} when one of them is of a type or a version that only a newer program knows: whoever folds a stream needs all of it.
   */
  async readStream(stream: string, options: ReadStreamOptions = {}): Promise<RecordedEvent[]> {
    if (Object.values(options).every((option) => option === undefined)) return this.#streams.load(stream);
    return this.#known(await this.#rows.read(await this.#query(streamQuery(stream, options))));
  }

  async #whole(streams: readonly string[]): Promise<StoredRow[]> {
    return unpacked(await this.#query(packedStreamsQuery(streams))) ?? (await this.#query(streamsQuery(streams)));
  }

  #known(events: RecordedEvent[]): RecordedEvent[] {
    const foreign = events.find(({ type }) => !Object.hasOwn(this.#options.registry, type));
    if (foreign === undefined) return events;
    throw new OlderProgram(
      `wanted events of known types, found ${foreign.type} at position ${foreign.position.toString()}: this program is older than the log`,
    );
  }

  /**
   * A page of the whole log. Take `head()` before it and pass it as `upTo`: then fewer events than `limit` prove that there is
   * nothing more up to there, and a checkpoint may advance to it.
   */
  async readAll(options: ReadAllOptions): Promise<RecordedEvent[]> {
    const rows = await readPage(
      options,
      (low, high, limit) => this.#query(logQuery(options, low, high, limit)),
      () => this.head(),
    );
    return this.#rows.read(rows);
  }

  async #query(query: ReturnType<typeof logQuery>): Promise<StoredRow[]> {
    const { rows } = await this.#pool.query(query);
    return rows as StoredRow[];
  }

  /**
   * The log from one snapshot, in position order, by COPY: for rebuilding and proving, not for following. In blocks of some hundred events: handing over one by one
   * costs more than looking at them.
   */
  async *replay(options: ReplayOptions = {}): AsyncGenerator<RecordedEvent[]> {
    let ready: Promise<RecordedEvent[]> | null = null;
    for await (const rows of copyRows(this.#pool, options)) {
      // The keys of the next block are fetched while this one is looked at.
      const next = this.#rows.read(rows);
      next.catch(() => undefined);
      if (ready !== null) yield await ready;
      ready = next;
    }
    if (ready !== null) yield await ready;
  }

  /** Opens events that were carried as stored: what this role may read, by the keys it may read. */
  async open(events: readonly StoredRow[]): Promise<RecordedEvent[]> {
    return this.#rows.read(events);
  }

  /** Position of the newest committed event; 0 when there is none. */
  async head(): Promise<number> {
    const { rows } = await this.#pool.query<{ position: string }>({
      name: 'es.head',
      text: 'select position from es.head',
    });
    return Number(rows[0]?.position ?? 0);
  }

  /** Calls back after commits with the newest position known, several as one; returns how to stop it. */
  onCommit(listener: (position: number) => void): () => void {
    return this.#signal.subscribe(listener);
  }

  /** Who holds each of these keys; null for a free one. */
  async reservationOwner(keys: readonly Uint8Array[]): Promise<(string | null)[]> {
    const { rows } = await this.#pool.query<{ owner: string | null }>({
      name: 'es.reservation-owner',
      text: `select r.owner from unnest($1::bytea[]) with ordinality as k(key, n)
             left join es.reservation r on r.key = k.key order by k.n`,
      values: [keys.map((key) => Buffer.from(key))],
    });
    return rows.map(({ owner }) => owner);
  }

  /**
   * Erases: destroys a data key for ever; every field it protected reads as null from now on, here and, as soon as they hear of
   * it (at most 30 s later), in all other processes. Returns whether there was such a key.
   */
  async destroyKey(id: string): Promise<boolean> {
    const { rows } = await this.#pool.query<{ existed: boolean }>('select keys.destroy($1) as existed', [id]);
    this.#keys.forget(id);
    return rows[0]?.existed ?? false;
  }

  /** Waits for appends on their way, then closes the store's own connections; the pool stays the caller's. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#batcher.drained();
    this.#deaf();
    if (this.#options.signal === undefined) await this.#signal.close();
    await Promise.all(this.#connections.map((connection) => connection.close()));
  }
}
