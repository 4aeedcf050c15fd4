import type { DeliveryAdapter, NotExpressibleReason, RequestItem } from '#libs/contracts';
import type { Place } from '../feed/place.js';

/** What decides whether a form can say a request: never its text, only what and where. */
export type Expressible = Pick<RequestItem, 'target' | 'action'> & { readonly category?: RequestItem['category'] };

/** What was found at a provider's end, held against what it should have. */
export interface Found {
  /** How far the provider's end says it is; undefined where it holds nothing yet. */
  readonly place: Place | undefined;
  /** Entries that differ from what should be there. */
  readonly differences: number;
}

/** How a form tells that the provider took something: not yet that it is in effect. */
export interface Receipts {
  mark(): Promise<number>;
  arrived(mark: number): Promise<boolean>;
}

/**
 * One way of carrying requests to a provider's end by ourselves: the courier reads the provider's feed and the adapter writes
 * it down there, in the provider's form. Its memory is the provider's end: whatever dies, `look` and `align` find the way
 * back. Every adapter passes the suite of the contract (`contractOf`).
 */
export interface PushAdapter {
  readonly kind: DeliveryAdapter;
  /** Why this form cannot say a request exactly; null when it can. What it cannot say is never handed to it. */
  cannotSay(request: Expressible): NotExpressibleReason | null;
  /** Reads the provider's end and holds it against everything in force; changes nothing. */
  look(inForce: readonly RequestItem[]): Promise<Found>;
  /** Makes the provider's end hold exactly these, and remember the place. Follows a `look`. */
  align(inForce: readonly RequestItem[], place: Place): Promise<void>;
  /**
   * Carries items in their order, and the place behind them, all or nothing: a page that was carried before changes
   * nothing. After an error nothing is known of the provider's end: `look` and `align` come next.
   */
  deliver(items: readonly RequestItem[], place: Place): Promise<void>;
  /** Open lifts are delivered before an alignment: where what is written stands in the order of its writing, that order counts. */
  readonly liftsFirst?: boolean;
  /**
   * Marks how far the provider's end has come with the last delivery; `arrived` says of a mark whether the provider took
   * everything up to it. Absent where a form knows no receipts.
   */
  readonly receipts?: Receipts | undefined;
  /** What the provider's end would not take while everything else was carried, in words for operators; null when nothing. */
  problem?(): Promise<string | null>;
  /** A person has looked: what was refused is brought again without a rest. */
  resume?(): void;
}
