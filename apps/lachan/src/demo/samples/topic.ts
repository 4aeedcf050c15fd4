import type { Action, Category } from '#libs/contracts';

/** One kind of harm as people tell of it: invented names under reserved endings, and sentences that describe no abuse. */
export interface Topic {
  readonly category: Category;
  /** What an analyst proposes for it, and why. */
  readonly action: Action;
  readonly reasons: string;
  /** The concrete harm, where the category needs it. */
  readonly harm?: { readonly stated: string; readonly verifiedHow: string };
  readonly proportionality?: string;
  /** Path or host, each one case. */
  readonly links: readonly string[];
  /** What reporters write; a case takes some of them. */
  readonly notes: readonly string[];
}
