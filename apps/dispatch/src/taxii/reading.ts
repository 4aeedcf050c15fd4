import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { StixIndicator, TaxiiQuery } from '#libs/contracts';
import type { Actor } from '#libs/event-store';
import { CursorCodec, Problem } from '#libs/service-kit';
import type { OpenCollection } from './collections.js';
import { canBePattern, indicatorOf, uuidOf } from './indicator.js';
import { versionsWanted } from './versions.js';
import type { Version } from './versions.js';

/** Objects of one page unless the client asks for fewer, and never more. */
export const PAGE = { default: 100, most: 500 } as const;

/** One page of versions in the order they were added. `next` stands when there are more. */
export interface VersionPage {
  readonly versions: readonly Version[];
  readonly next: string | undefined;
}

/** Pages of a collection, whatever is made of their versions. */
@Injectable()
export class TaxiiReading {
  constructor(private readonly cursors: CursorCodec) {}

  /**
   * @param id of one object; it must be there.
   * @throws {Problem} `invalid-cursor` for a `next` of another collection, `not-found` for an object that is not here.
   */
  async page({ scope, source }: OpenCollection, query: TaxiiQuery, id?: string): Promise<VersionPage> {
    const ids = id === undefined ? query['match[id]'] : [id];
    const types = query['match[type]'];
    const stix = query['match[spec_version]'];
    const none = (types && !types.includes('indicator')) === true || (stix && !stix.includes('2.1')) === true;
    const limit = Math.min(query.limit ?? PAGE.default, PAGE.most);
    const after = this.cursors.decode(scope, query.next);
    const read = none
      ? []
      : await source.read({
          after: after === undefined ? undefined : place.parse(after),
          addedAfter: query.added_after,
          uuids: ids?.map((one) => uuidOf(one, source.digit)).filter((uuid) => uuid !== null),
          versions: versionsWanted(query),
          limit: limit + 1,
        });
    if (id !== undefined && read.length === 0 && after === undefined && query.added_after === undefined && !none)
      throw new Problem('not-found');
    const versions = read.slice(0, limit);
    const last = versions.at(-1);
    const next = read.length > limit && last ? this.cursors.encode(scope, last.place) : undefined;
    return { versions, next };
  }

  /** The objects of a page that may be shown; whatever is a provider's is recorded as delivered first. */
  async objects(
    { source }: OpenCollection,
    versions: readonly Version[],
    actor: Actor,
    watermark: string,
  ): Promise<StixIndicator[]> {
    return (await source.handOut(versions, actor)).map((version) => indicatorOf(version, watermark));
  }

  /** The versions that stand in the collection at all. */
  visible(versions: readonly Version[]): readonly Version[] {
    return versions.filter(({ target }) => canBePattern(target));
  }
}

const place = z.string().max(100);
