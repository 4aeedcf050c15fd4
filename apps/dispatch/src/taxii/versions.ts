import type { Actor } from '#libs/event-store';
import type { IndicatorFacts } from './indicator.js';

/** One version of an object as a collection has it. */
export interface Version extends IndicatorFacts {
  /** When it came into the collection, to the microsecond: strictly later for each next one. */
  readonly added: string;
  /** Where it stands; what `next` goes on from. */
  readonly place: string;
}

export interface Wanted {
  /** From a former page's `next`. */
  readonly after: string | undefined;
  readonly addedAfter: string | undefined;
  /** Ids of requests or orders; undefined: all. */
  readonly uuids: readonly string[] | undefined;
  /** `first`, `last`, `all` or exact times of modification; several are one or the other. */
  readonly versions: readonly string[];
  /** How many at most. */
  readonly limit: number;
}

/** What a collection reads from. Oldest addition first. */
export interface VersionSource {
  /** The version digit of this source's ids. */
  readonly digit: '5' | '7';
  read(wanted: Wanted): Promise<Version[]>;
  /** Those of the versions that may be shown now: for a provider the delivery is recorded first. */
  handOut(versions: readonly Version[], actor: Actor): Promise<readonly Version[]>;
}

/** How long a revocation stays in a collection (days): whoever has not asked for so long starts anew. */
export const REVOKED_DAYS = 90;
