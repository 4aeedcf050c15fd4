import { z } from 'zod';
import { RequestItem } from '#libs/contracts';

/**
 * An item as the agent reads it: only what it acts on, and leniently, so that a server with a new action or category does not make it
 * stand still. What it does not know it refuses by name.
 */
export const FeedItem = RequestItem.pick({
  id: true,
  sequence: true,
  kind: true,
  reference: true,
  target: true,
}).extend({
  action: z.string(),
  /** Absent for referral categories. */
  category: z.string().optional(),
  expiresAt: z.string(),
});
export type FeedItem = z.infer<typeof FeedItem>;

/** A block that the server asks for and this provider can carry out. */
export const Entry = z.object({
  id: z.string(),
  sequence: z.int(),
  reference: z.string(),
  target: RequestItem.shape.target,
  expiresAt: z.string(),
  /** Of a referral category: its name stands in the list and nowhere else, not in a log, not on a screen. */
  referral: z.boolean(),
  /** Its end and the grace are over by the server's clock, and no lift came. */
  lapsed: z.literal(true).optional(),
});
export type Entry = z.infer<typeof Entry>;

export const entryOf = ({ id, sequence, reference, target, expiresAt, category }: FeedItem): Entry => ({
  id,
  sequence,
  reference,
  target,
  expiresAt,
  referral: category === undefined,
});

/** How an entry is shown to a person: a referral category's by its reference alone. */
export function shownAs({ referral, reference, target }: Pick<Entry, 'referral' | 'reference' | 'target'>): string {
  if (referral) return `(${reference}, name withheld)`;
  if ('url' in target) return target.url;
  return 'domain' in target ? `${target.domain} and below` : target.host;
}
