import type { Driver } from '../drivers/driver.js';
import type { Entry, FeedItem } from '../state/entry.js';
import type { Refusal } from '../state/follow.js';
import { putIntoEffect } from './list-files.js';
import type { Proof, ResolverProof } from './proof.js';

/** What enforces the list here. The property test puts a filter of its own in its place. */
export interface Filter {
  refusal(item: FeedItem): Refusal | undefined;
  /** @throws when the list is not in effect; the former one is then. */
  apply(entries: readonly Entry[], generation: number): Promise<void>;
  /** Whether the list of a generation is in effect, and which of these blocks can be seen; patiently, or at one look. */
  look(generation: number, entries: readonly Entry[], patient: boolean): Promise<Proof>;
}

/** A program on this machine that reads its list from files. */
export class ProgramFilter implements Filter {
  constructor(
    private readonly driver: Driver,
    /** None: a proxy, where a reload that succeeded is all there is to see. */
    private readonly proof: ResolverProof | undefined,
    private readonly guard: (item: FeedItem) => Refusal | undefined,
    private readonly timeout: number,
  ) {}

  refusal(item: FeedItem): Refusal | undefined {
    return this.driver.refusal(item) ?? this.guard(item);
  }

  apply(entries: readonly Entry[], generation: number): Promise<void> {
    return putIntoEffect(this.driver, this.driver.render(entries, generation), this.timeout);
  }

  look(generation: number, entries: readonly Entry[], patient: boolean): Promise<Proof> {
    if (this.proof) return this.proof.look(generation, entries, patient);
    return Promise.resolve({ loaded: true, shown: new Set(entries.map(({ id }) => id)) });
  }
}
