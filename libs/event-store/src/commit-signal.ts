import pg from 'pg';
import { connectionOf } from './append-connection.js';
import { Listeners } from './listeners.js';
import type { StoreLogger } from './store-logger.js';

const COMMIT = 'lachan_commit';
const KEY_DESTROYED = 'lachan_key_destroyed';
const POLL_MS = 1_000;
/** Least time between two announcements of one process, in milliseconds: under load they say several commits at once. */
const NOTIFY_GAP_MS = 5;

/** What a store wants to hear about data keys. */
export interface KeyListener {
  destroyed(id: string): void;
  /** Announcements may have been missed. */
  reconnected(): void;
}

/**
 * Tells listeners that the log has grown: by own appends at once, by those of other processes through NOTIFY on a connection of
 * its own, and by looking once a second should a notification be lost. Positions only grow; several commits may be told as one.
 * One serves all stores of a process; commits are announced only while another process listens.
 */
export class CommitSignal {
  readonly #listeners = new Set<(position: number) => void>();
  readonly #keyListeners = new Set<KeyListener>();
  readonly #others: Listeners;
  #client: pg.Client | null = null;
  #poll: NodeJS.Timeout | null = null;
  #retry: NodeJS.Timeout | null = null;
  #seen = 0;
  #told = 0;
  #scheduled = false;
  #announced = 0;
  #announcing: Promise<void> | null = null;
  #closed = false;

  /** @param pool of any role that may read es.head; the listening connection is one beside it. */
  constructor(
    private readonly pool: pg.Pool,
    private readonly logger?: StoreLogger,
  ) {
    this.#others = new Listeners(pool);
  }

  /** Calls back with the newest known position, never twice with the same; returns how to stop it. */
  subscribe(listener: (position: number) => void): () => void {
    this.#listeners.add(listener);
    if (this.#poll === null && !this.#closed) {
      this.#poll = setInterval(() => void this.#look(), POLL_MS);
      this.#poll.unref();
      void this.#connect();
    }
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Calls back when a data key was destroyed, here or elsewhere, as far as anybody listens to commits; returns how to stop it. */
  onKeys(listener: KeyListener): () => void {
    this.#keyListeners.add(listener);
    return () => {
      this.#keyListeners.delete(listener);
    };
  }

  /** After a commit of this process: wakes its own listeners and announces it to others. */
  committed(position: number): void {
    this.#grown(position);
    this.#announcing ??= this.#announce().finally(() => {
      this.#announcing = null;
    });
  }

  async #announce(): Promise<void> {
    while (this.#announced < this.#seen && !this.#closed) {
      const position = this.#seen;
      try {
        if (await this.#others.present()) {
          // Not worth a write of its own to the disk, for which the next append would wait: the log is what remembers.
          const text = `select pg_notify('${COMMIT}', $1) from set_config('synchronous_commit', 'off', true)`;
          await (this.#client ?? this.pool).query({ name: 'es.notify', text, values: [position.toString()] });
        }
      } catch (error) {
        // Listeners elsewhere find it by their own look within a second.
        this.logger?.debug({ error: (error as Error).message }, 'a commit could not be announced');
      }
      this.#announced = position;
      await new Promise((resolve) => setTimeout(resolve, NOTIFY_GAP_MS));
    }
  }

  #grown(position: number): void {
    if (position > this.#seen) this.#seen = position;
    if (this.#seen <= this.#told || this.#scheduled || this.#listeners.size === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#told = this.#seen;
      for (const listener of this.#listeners) {
        try {
          listener(this.#told);
        } catch (error) {
          this.logger?.error({ error: (error as Error).message }, 'a listener to commits failed');
        }
      }
    });
  }

  async #look(): Promise<void> {
    try {
      const { rows } = await this.pool.query<{ position: string }>('select position from es.head');
      this.#grown(Number(rows[0]?.position ?? 0));
    } catch {
      // The next look is a second away; readiness is somebody else's business.
    }
  }

  async #connect(): Promise<void> {
    if (this.#closed) return;
    const client = new pg.Client({ ...connectionOf(this.pool), keepAlive: true });
    const lost = () => {
      client.removeAllListeners('error').on('error', () => undefined);
      if (this.#client === client) this.#client = null;
      client.end().catch(() => undefined);
      if (this.#closed || this.#retry !== null) return;
      this.#retry = setTimeout(() => {
        this.#retry = null;
        void this.#connect();
      }, 500);
      this.#retry.unref();
    };
    client.on('error', lost);
    client.on('notification', ({ channel, payload }) => {
      if (channel === KEY_DESTROYED) for (const listener of this.#keyListeners) listener.destroyed(payload ?? '');
      else if (channel === COMMIT) this.#grown(Number(payload ?? 0));
      else this.#others.heard(Number(payload));
    });
    try {
      await client.connect();
      await this.#others.join(client, [COMMIT, KEY_DESTROYED]);
    } catch {
      lost();
      return;
    }
    client.once('end', lost);
    this.#client = client;
    for (const listener of this.#keyListeners) listener.reconnected();
    await this.#look();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#listeners.clear();
    if (this.#poll) clearInterval(this.#poll);
    if (this.#retry) clearTimeout(this.#retry);
    await this.#announcing;
    const client = this.#client;
    this.#client = null;
    await client?.end();
  }
}
