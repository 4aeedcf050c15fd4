import { Injectable } from '@nestjs/common';
import { AGE_BANDS, keysOf } from '#libs/contracts';
import type { AgeBand, TaxiiCollection } from '#libs/contracts';
import type { Principal } from '#libs/identity';
import { Clock, Database, Ids, Problem } from '#libs/service-kit';
import { FeedSides } from '../feed/feed-side.js';
import { taxiiScope } from '../lists/watermark.js';
import { OrdersQueries } from '../orders/orders-query.js';
import { STIX_MEDIA_TYPE } from './media-type.js';
import { ProviderVersions } from './provider-versions.js';
import { SchoolVersions } from './school-versions.js';
import type { VersionSource } from './versions.js';

interface Own {
  /** Whose it is and which: what its id is made of and its cursors are signed for. */
  readonly scope: string;
  readonly title: string;
  readonly description: string;
  readonly alias: string;
  readonly source: () => VersionSource;
}

/** One collection of a caller, ready to be read. */
export interface OpenCollection {
  readonly scope: string;
  readonly about: TaxiiCollection;
  readonly source: VersionSource;
}

/** Which collections a key sees: a provider its own requests, a school one for each age band and one for all together. */
@Injectable()
export class Collections {
  constructor(
    private readonly sides: FeedSides,
    private readonly orders: OrdersQueries,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  of(caller: Principal): TaxiiCollection[] {
    return this.#own(caller).map((own) => this.#about(own));
  }

  /** @throws {Problem} `not-found` for a collection of somebody else and one that is none alike. */
  open(caller: Principal, id: string): OpenCollection {
    const own = this.#own(caller).find(({ scope }) => this.#idOf(scope) === id);
    if (!own) throw new Problem('not-found');
    return { scope: own.scope, about: this.#about(own), source: own.source() };
  }

  #own(caller: Principal): Own[] {
    const now = this.clock.now();
    if (caller.keyRole === 'school') {
      return [undefined, ...keysOf(AGE_BANDS)].map((band) => this.#ofSchool(band, now));
    }
    const feed = this.sides.of(caller);
    const tests = feed.side.lane === 'sandbox';
    return [
      {
        scope: taxiiScope.provider(feed.side.lane, feed.provider),
        title: tests ? 'Yêu cầu thử nghiệm · Test requests' : 'Yêu cầu ngăn chặn, gỡ bỏ · Requests',
        description:
          'Những gì doanh nghiệp được yêu cầu thực hiện; đối tượng bị thu hồi (revoked) là yêu cầu gỡ chặn. · What this provider is asked for; a revoked object asks for a lift.',
        alias: tests ? 'sandbox' : 'requests',
        source: () => new ProviderVersions(this.database, feed, now),
      },
    ];
  }

  #ofSchool(band: AgeBand | undefined, now: Date): Own {
    const words = band === undefined ? 'mọi lứa tuổi · every age' : AGE_BANDS[band].vi;
    return {
      scope: taxiiScope.school(band),
      title: `Danh sách cho nhà trường, ${words}`,
      description: 'Nội dung không phù hợp lứa tuổi. · What is kept from an age band.',
      alias: `age-${band ?? 'all'}`,
      source: () => new SchoolVersions(this.orders, band, now),
    };
  }

  #about({ scope, title, description, alias }: Own): TaxiiCollection {
    const id = this.#idOf(scope);
    return { id, title, description, alias, can_read: true, can_write: false, media_types: [STIX_MEDIA_TYPE] };
  }

  #idOf(scope: string): string {
    return this.ids.v5(scope);
  }
}
