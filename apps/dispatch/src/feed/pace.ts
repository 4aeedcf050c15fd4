import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/service-kit';
import { z } from 'zod';
import type { OwnFeed } from './feed-side.js';
import type { FeedItem, FeedPage } from './feed-store.js';
import type { Place } from './place.js';
import { msUntilOpen } from './change-window.js';

const clockTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM');

/** How fast a provider wants its equipment changed. Times of day are Vietnam's. */
export const paceSettings = {
  /** Changes only between these two times; it may go over midnight. */
  window: z.strictObject({ from: clockTime, to: clockTime }).optional(),
  /** New blocks in an hour. */
  perHour: z.int().min(1).max(1_000_000).optional(),
  /** Items of one page, whatever it asks for. */
  pageCap: z.int().min(1).max(500).optional(),
};
export interface PaceOf {
  readonly window?: { readonly from: string; readonly to: string } | undefined;
  readonly perHour?: number | undefined;
  readonly pageCap?: number | undefined;
}

const HOUR = 60 * 60 * 1_000;

/** A page as far as it may go now, and how long until more of it may (ms; undefined when nothing is held back). */
export interface Paced extends Pick<FeedPage, 'items' | 'next'> {
  readonly heldFor: number | undefined;
}

/**
 * Keeps a provider's own change window and size cap, as far as the rules let it. Never held back: a lift; a referral
 * category, where a child is being hurt; and what would be late by waiting. The order of the feed is kept: what stands before
 * such an item goes with it. Whoever asks for a whole list or a snapshot has chosen its time. Counts are this process's own.
 */
@Injectable()
export class Pace {
  readonly #handed = new Map<string, { readonly at: number; readonly count: number }[]>();

  constructor(
    private readonly settings: ReadonlyMap<string, PaceOf>,
    private readonly clock: Clock,
  ) {}

  limit({ side, provider }: OwnFeed, asked: number): number {
    return Math.min(asked, this.#of({ side, provider })?.pageCap ?? asked);
  }

  async keep(own: OwnFeed, place: Place, page: FeedPage): Promise<Paced> {
    const pace = this.#of(own);
    const blocks = page.items.filter(({ item }) => item.kind === 'block');
    if (!pace || blocks.length === 0) return { ...page, heldFor: undefined };
    const now = this.clock.now();
    const closedFor = pace.window ? msUntilOpen(pace.window, now) : 0;
    const room = closedFor > 0 ? 0 : (pace.perHour ?? Infinity) - this.#lastHour(own.provider, now.getTime());
    if (freshOf(blocks).length <= room) return { ...page, heldFor: undefined };

    const heldFor = closedFor > 0 ? closedFor : this.#untilRoom(own.provider, now.getTime());
    const until = new Date(now.getTime() + heldFor);
    const urgent = await own.side.store.lastDueBefore(own.provider, place.blocks, until);
    let fresh = 0;
    const held = blocks.find(({ sequence, delivered }) => {
      if (!delivered) fresh += 1;
      return sequence > urgent && fresh > Math.max(0, room);
    });
    if (!held) return { ...page, heldFor: undefined };
    const items = page.items.filter(({ item, sequence }) => item.kind === 'lift' || sequence < held.sequence);
    const last = items.findLast(({ item }) => item.kind === 'block')?.sequence ?? place.blocks;
    return { items, next: { lifts: page.next.lifts, blocks: last }, heldFor };
  }

  /** Remembers what left. */
  handed({ provider }: OwnFeed, items: readonly FeedItem[]): void {
    if (this.settings.get(provider)?.perHour === undefined) return;
    const count = freshOf(items.filter(({ item }) => item.kind === 'block')).length;
    const at = this.clock.now().getTime();
    const kept = (this.#handed.get(provider) ?? []).filter((one) => at - one.at < HOUR);
    this.#handed.set(provider, count === 0 ? kept : [...kept, { at, count }]);
  }

  #of({ side, provider }: OwnFeed): PaceOf | undefined {
    return side.lane === 'requests' ? this.settings.get(provider) : undefined;
  }

  #lastHour(provider: string, now: number): number {
    const recent = (this.#handed.get(provider) ?? []).filter(({ at }) => now - at < HOUR);
    return recent.reduce((sum, { count }) => sum + count, 0);
  }

  #untilRoom(provider: string, now: number): number {
    const first = (this.#handed.get(provider) ?? []).find(({ at }) => now - at < HOUR);
    return first ? HOUR - (now - first.at) : HOUR;
  }
}

const freshOf = (items: readonly FeedItem[]): readonly FeedItem[] => items.filter(({ delivered }) => !delivered);
