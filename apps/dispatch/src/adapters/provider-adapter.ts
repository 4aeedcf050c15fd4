import type { Answer, RequestItem } from '#libs/contracts';

/** What became of one batch at a provider. */
export interface Pulled {
  readonly items: readonly RequestItem[];
  /** Stores how far the provider is: called only after the items were applied. */
  done(): Promise<void>;
}

/**
 * One way of getting requests to a provider and its answers back. Adapters may repeat each other; what they share is this
 * contract and its suite (`contractOf`), which every one of them passes.
 */
export interface ProviderAdapter {
  /** The next items, lifts first. Empty: nothing new within the adapter's own patience. */
  pull(): Promise<Pulled>;
  /** Everything in force now; what is not in it is not to be blocked. */
  inForce(): Promise<readonly RequestItem[]>;
  /** Hands answers back; an answer that was given before changes nothing. Returns the problem of each that was refused. */
  answer(answers: readonly Answer[]): Promise<readonly (string | null)[]>;
}
