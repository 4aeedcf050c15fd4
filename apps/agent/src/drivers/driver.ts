import type { Command, DriverConfig } from '../config/config.js';
import type { Entry, FeedItem } from '../state/entry.js';
import type { Refusal } from '../state/follow.js';

/** A file that a program reads its list from. */
export interface ListFile {
  readonly path: string;
  readonly bytes: string;
}

/** A name at which a DNS program gives the number of the list it has loaded: proof that a reload has happened. */
export const MARKER = 'list.lachan-agent.invalid';
export const markerText = (generation: number): string => `lachan-agent generation ${generation}`;

/** One kind of program that enforces a list. Everything here is pure: what is done with it is the same for all. */
export interface Driver {
  readonly kind: DriverConfig['kind'];
  /** Why this kind cannot carry an item out exactly; undefined when it can. */
  refusal(item: FeedItem): Refusal | undefined;
  /** The same entries and generation give the same bytes, whatever order they come in. */
  render(entries: readonly Entry[], generation: number): readonly ListFile[];
  /** Run before a reload; one that names `{file}` looks at the new file before it takes the old one's place. */
  readonly check: readonly Command[];
  readonly reload: Command;
}

export const HEAD = 'Written by lachan-agent; changes by hand are lost.';

/** What the operator's canary adds to a list of names. */
export const canaryEntries = (canary: string | undefined): { target: { host: string }; until: string }[] =>
  canary === undefined ? [] : [{ target: { host: canary }, until: 'always' }];
