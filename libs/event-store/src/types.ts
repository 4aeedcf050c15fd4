import type { EventRegistry } from './registry.js';
import type { Keyring } from './keyring.js';
import type pg from 'pg';
import type { CommitSignal } from './commit-signal.js';
import type { StoreLogger } from './store-logger.js';

/** The services that own streams; each works under the database role `lachan_<service>`. */
export const SERVICES = ['intake', 'triage', 'dispatch', 'directory', 'ledger'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** Who did it. `id` is a pseudonym: names and contacts stand in ordinary tables that can forget them. */
export interface Actor {
  kind: 'person' | 'key' | 'public' | 'system';
  id: string;
  unit?: string;
  role?: string;
}

/** One event to append. `id` is a UUIDv7 chosen by the caller: the same id again is recognised as a retry. */
export interface NewEvent<T extends string = string, D = unknown> {
  id: string;
  type: T;
  /** Default: the current version of the registry. */
  schemaVersion?: number;
  /** RFC 3339 in UTC with milliseconds, e.g. `2026-01-31T08:15:30.123Z`. */
  occurredAt: string;
  actor: Actor;
  correlationId: string;
  causationId: string | null;
  data: D;
  /** What subscribers keep in order; default: the stream. */
  orderingKey?: string;
}

/** One event as the log holds it, its protected fields opened where this role may read them. */
export interface RecordedEvent<T extends string = string, D = unknown> {
  id: string;
  stream: string;
  /** Exact, from 1, without gaps. */
  version: number;
  type: T;
  /** The version of `data` as handed over, that is after upcasting. */
  schemaVersion: number;
  occurredAt: string;
  /** Set by the appender, in UTC with milliseconds. */
  recordedAt: string;
  actor: Actor;
  correlationId: string;
  causationId: string | null;
  data: D;
  /** Global, dense, in commit order, from 1. */
  position: number;
  orderingKey: string;
  /** Present when a key was destroyed: the fields it protected are null for ever. */
  erased?: true;
}

/** A unique key held by an owner (a case) while it is open. */
export interface Reservation {
  /** 32 bytes (HMAC-SHA-256). */
  key: Uint8Array;
  owner: string;
}

/** Everything that must become true together, or not at all. */
export interface AppendRequest {
  /** `expectedVersion` 0 = the stream must not exist yet; `'any'` is resolved by the appender. Each stream once. */
  streams: { stream: string; expectedVersion: number | 'any'; events: NewEvent[] }[];
  reservations?: {
    take?: Reservation[];
    release?: Reservation[];
    /** Repoints all keys of one owner to another (merge). */
    move?: { from: string; to: string }[];
  };
  /** Streams that are not written but must be at exactly this version when the append commits. */
  assertions?: { stream: string; version: number }[];
}

export interface AppendResult {
  /** Position of the last event of this append. */
  position: number;
  events: RecordedEvent[];
  /** True when these event ids were in the log already: a retry whose first attempt had succeeded. */
  recognised: boolean;
}

export interface ReadStreamOptions {
  from?: number;
  to?: number;
  direction?: 'forwards' | 'backwards';
  limit?: number;
  /** Only events recorded at or before this moment (RFC 3339 UTC). */
  at?: string;
}

export interface ReadAllOptions {
  /** Exclusive: forwards gives positions > after, backwards positions < after. */
  after: number;
  limit: number;
  /** Inclusive upper end; take `head()` first and pass it here when an empty page must prove "nothing up to there". */
  upTo?: number;
  types?: readonly string[];
  categories?: readonly string[];
  direction?: 'forwards' | 'backwards';
}

export interface ReplayOptions {
  after?: number;
  upTo?: number;
  categories?: readonly string[];
}

export interface EventStoreOptions {
  /** Connections running as this service's role: see `servicePool`. */
  pool: pg.Pool;
  registry: EventRegistry;
  keyring: Keyring;
  service: ServiceName;
  logger?: StoreLogger;
  /** The process's signal of commits, its owner's to close; default: one of the store's own. */
  signal?: CommitSignal;
  /** How long an append is tried again while the database is away, in milliseconds; default 4,000. */
  patience?: number;
}
