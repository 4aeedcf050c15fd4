import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import { ForeignMasterKey, InvalidEvent, ScopeErased } from './errors.js';
import type { Keyring } from './keyring.js';

/** How long an unwrapped key may outlive its destruction in a process that missed the announcement. */
const TTL_MS = 30_000;
const MAX_KEYS = 5_000;

/** What this role knows about a data key; `hidden`: it does not exist, or this role may not read it. */
export type DataKey = { state: 'open'; key: Buffer; wrapped: Buffer; saved: boolean } | { state: 'erased' | 'hidden' };

/**
 * The unwrapped data keys of one process: bounded in number and age. A destroyed key is announced by NOTIFY and dropped at once;
 * without a listening connection it is forgotten after 30 seconds at the latest.
 */
export class DataKeys {
  #masterChecked = false;
  // Without resolution it asks for the time itself instead of setting a timer after each look.
  readonly #cache = new LRUCache<string, DataKey>({ max: MAX_KEYS, ttl: TTL_MS, ttlResolution: 0 });

  constructor(
    private readonly pool: pg.Pool,
    private readonly keyring: Keyring,
  ) {}

  /** Once per process: is our master key the one this database belongs to? */
  async #checkMaster(): Promise<void> {
    if (this.#masterChecked) return;
    const mine = this.keyring.fingerprint();
    const { rows } = await this.pool.query<{ theirs: string }>('select keys.claim_master($1) as theirs', [mine]);
    if (rows[0]?.theirs !== mine) throw new ForeignMasterKey(rows[0]?.theirs ?? 'none', mine);
    this.#masterChecked = true;
  }

  /** All of these keys, by id; one query for those not cached. */
  async load(ids: Iterable<string>): Promise<Map<string, DataKey>> {
    const keys = new Map<string, DataKey>();
    const missing: string[] = [];
    for (const id of ids) {
      const cached = this.#cache.get(id);
      // A key made here that no append has saved opens nothing: the log may hold this scope under another one, e.g. when an
      // append is repeated by a process that did not make its first attempt.
      if (cached && !(cached.state === 'open' && !cached.saved)) keys.set(id, cached);
      else missing.push(id);
    }
    if (missing.length === 0) return keys;
    await this.#checkMaster();
    const { rows } = await this.pool.query<{ id: string; wrapped: Buffer | null }>({
      name: 'keys.load',
      text: 'select id, wrapped from keys.data_key where id = any($1)',
      values: [missing],
    });
    const found = new Map(rows.map((row) => [row.id, row.wrapped]));
    for (const id of missing) {
      const wrapped = found.get(id);
      const key: DataKey =
        wrapped === undefined
          ? { state: 'hidden' }
          : wrapped === null
            ? { state: 'erased' }
            : { state: 'open', key: this.keyring.unwrap(id, wrapped), wrapped, saved: true };
      keys.set(id, key);
      if (key.state !== 'hidden') this.#cache.set(id, key);
    }
    return keys;
  }

  /**
   * Keys to seal with. One that nobody has is made here and saved by the append that first uses it; where the scope itself is
   * being created (`fresh`) it is made without asking, and the append finds out should somebody have been faster.
   */
  async forSealing(scopes: ReadonlyMap<string, { fresh: boolean }>): Promise<Map<string, DataKey & { state: 'open' }>> {
    const cached = this.#masterChecked ? this.#allSaved(scopes) : null;
    if (cached !== null) return cached;
    const ask = [...scopes].filter(([id, { fresh }]) => !fresh || this.#cache.has(id)).map(([id]) => id);
    await this.#checkMaster();
    const asked = ask.length === 0 ? new Map<string, DataKey>() : await this.load(ask);
    const keys = new Map<string, DataKey & { state: 'open' }>();
    for (const id of scopes.keys()) {
      const loaded = asked.get(id);
      if (loaded?.state === 'erased') throw new ScopeErased(id);
      // One that an append on its way is about to save serves this one too.
      const known = loaded?.state === 'open' ? loaded : this.#cache.get(id);
      keys.set(id, known?.state === 'open' ? known : this.#make(id));
    }
    return keys;
  }

  /** What most appends need: keys that are at hand and saved; null when one is not. */
  #allSaved(scopes: ReadonlyMap<string, unknown>): Map<string, DataKey & { state: 'open' }> | null {
    const keys = new Map<string, DataKey & { state: 'open' }>();
    for (const id of scopes.keys()) {
      const key = this.#cache.get(id);
      if (key?.state !== 'open' || !key.saved) return null;
      keys.set(id, key);
    }
    return keys;
  }

  #make(id: string): DataKey & { state: 'open' } {
    const key = this.keyring.newKey();
    const made = { state: 'open', key, wrapped: this.keyring.wrap(id, key), saved: false } as const;
    this.#cache.set(id, made);
    return made;
  }

  /** An append that carried these keys has been committed: they stand in the database, others of the same id never will. */
  saved(keys: Iterable<{ id: string; wrapped: Buffer }>): void {
    for (const { id, wrapped } of keys) {
      const key = this.#cache.get(id);
      if (key?.state !== 'open' || key.saved) continue;
      if (key.wrapped.equals(wrapped)) key.saved = true;
      else this.#cache.delete(id);
    }
  }

  /** An append was refused because somebody else's key stands at this id. */
  async reload(id: string): Promise<void> {
    this.#cache.delete(id);
    const key = (await this.load([id])).get(id);
    if (key?.state === 'hidden') throw new InvalidEvent(`wanted to seal under key ${id}, which this role may not read`);
  }

  forget(id: string): void {
    this.#cache.delete(id);
  }

  forgetAll(): void {
    this.#cache.clear();
  }
}
