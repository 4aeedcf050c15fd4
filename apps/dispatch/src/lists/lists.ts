import { Injectable } from '@nestjs/common';
import type { AgeBand, FeedFormat, OrderView, RequestItem } from '#libs/contracts';
import { isReferralCategory } from '#libs/domain';
import type { Actor } from '#libs/event-store';
import { canSay } from '#libs/lists';
import { Clock } from '#libs/service-kit';
import { LRUCache } from 'lru-cache';
import type { OwnFeed } from '../feed/feed-side.js';
import { handOut } from '../feed/hand-out.js';
import { OrdersQueries } from '../orders/orders-query.js';
import { renderList } from './render.js';
import type { List, ListEntry } from './render.js';
import { listReader, watermarkOf } from './watermark.js';

/** A list with the newest sequence it takes in (for schools: how many orders it was made of). */
export interface SequencedList extends List {
  readonly sequence: number;
  /** The history that the sequence counts in; a school's list has none. */
  readonly generation?: string;
}

/** The lists of what is in force, for filters that pull a whole list instead of following a feed. */
@Injectable()
export class Lists {
  readonly #made = new LRUCache<string, List>({ max: 200 });

  constructor(
    private readonly orders: OrdersQueries,
    private readonly clock: Clock,
    private readonly secret: Buffer,
  ) {}

  /**
   * A provider's list, marked for the key that reads it. Made again only when something changed. What stands on it was
   * handed out: it is recorded as delivered first, so that its end becomes a lift. What it cannot say was not.
   */
  async ofProvider(own: OwnFeed, actor: Actor, reader: string, format: FeedFormat): Promise<SequencedList> {
    const { side, provider } = own;
    const key = (of: { generation: string; content: number }): string =>
      [side.lane, provider, reader, format, of.generation, of.content].join('\0');
    const seen = await side.store.mark(provider);
    const made = this.#made.get(key(seen));
    if (made) return { ...made, sequence: seen.head, generation: seen.generation };
    const now = await side.store.inForce(provider);
    const said = now.items.filter(({ item }) => format === 'json' || (isOpen(item) && canSay(format, item.target)));
    const listed = await handOut(side.streams, said, provider, actor);
    const entries = listed.map(({ item }): ListEntry => ({
      target: item.target,
      open: isOpen(item),
      until: item.expiresAt,
      json: item,
    }));
    const mark = watermarkOf(this.secret, listReader.provider(side.lane, provider, reader));
    const list = { ...renderList(format, entries, mark), leftOut: now.items.length - listed.length };
    if (listed.length === said.length) this.#made.set(key(now), list);
    return { ...list, sequence: now.head, generation: now.generation };
  }

  /**
   * The age-graded list for schools: `restrict-age` orders and the blocks of hosts and domains, never a referral category, and
   * nothing about who decided. Without an age band: the names for every age below 18 together.
   */
  async ofSchool(reader: string, format: FeedFormat, ageBand: AgeBand | undefined): Promise<SequencedList> {
    const orders = await this.orders.forSchools(this.clock.now(), ageBand);
    const entries = orders
      .filter((order) => !isReferralCategory(order.category))
      .map((order): ListEntry => ({
        target: order.target,
        open: true,
        until: order.expiresAt,
        json: schoolEntry(order),
      }));
    return {
      ...renderList(format, entries, watermarkOf(this.secret, listReader.school(reader))),
      sequence: entries.length,
    };
  }
}

/** Referral categories travel without their category: an item that names none stays out of open formats. */
const isOpen = (item: RequestItem): boolean => item.category !== undefined;

const schoolEntry = ({ reference, action, target, category, legalBasis, issuedAt, expiresAt }: OrderView): object => ({
  reference,
  action,
  target,
  category,
  legalBasis,
  issuedAt,
  expiresAt,
});
