import { Injectable } from '@nestjs/common';
import type { Principal } from '#libs/identity';
import { Problem } from '#libs/service-kit';
import type { RequestStreams } from '../streams/request-streams.js';
import type { FeedStore } from './feed-store.js';
import type { FeedWaiters } from './waiters.js';

/** One world of requests: the real one, or the sandbox, which never meets it. */
export interface FeedSide {
  readonly lane: 'requests' | 'sandbox';
  readonly store: FeedStore;
  readonly streams: RequestStreams;
  readonly waiters: FeedWaiters;
}

/** A caller with its side: whose feed it is, and in which world. */
export interface OwnFeed {
  readonly side: FeedSide;
  readonly provider: string;
}

/** Chooses the world by the key's role: a sandbox key can reach no real request and a provider's key no test. */
@Injectable()
export class FeedSides {
  constructor(
    readonly real: FeedSide,
    readonly sandbox: FeedSide,
  ) {}

  of(caller: Principal): OwnFeed {
    if (caller.keyRole === 'sandbox') return { side: this.sandbox, provider: caller.provider ?? caller.id };
    if (caller.keyRole === 'provider' && caller.provider !== undefined)
      return { side: this.real, provider: caller.provider };
    throw new Problem('forbidden');
  }
}
