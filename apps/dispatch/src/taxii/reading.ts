import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { StixIndicator, TaxiiQuery } from '#libs/contracts';
import type { Actor } from '#libs/event-store';
import { CursorCodec, Problem } from '#libs/service-kit';
import type { OpenCollection } from './collections.js';
import { canBePattern, indicatorOf, uuidOf } from './indicator.js';
import type { Version, Wanted } from './versions.js';

/** Objects of one page unless the client asks for fewer, and never more. */
export const PAGE = { default: 100, most: 500 } as const;

/** One page of versions in the order they were added. `next` stands when there are more. */
export interface VersionPage {
  readonly versions: readonly Version[];
  readonly next: string | undefined;
}

/** Which of the versions read may be shown; the others do not count for the page. */
type Show = (versions: readonly Version[]) => Promise<readonly Version[]>;

/** Pages of a collection, whatever is made of their versions. */
@Injectable()
export class TaxiiReading {
  constructor(private readonly cursors: CursorCodec) {}

  /** The objects of a page that may be shown; whatever is a provider's is recorded as delivered first. */
  async objects(
    own: OpenCollection,
    query: TaxiiQuery,
    reader: { readonly actor: Actor; readonly watermark: string },
    id?: string,
  ): Promise<{ readonly page: VersionPage; readonly objects: StixIndicator[] }> {
    const page = await this.#page(own, query, (versions) => own.source.handOut(versions, reader.actor), id);
    return { page, objects: page.versions.map((version) => indicatorOf(version, reader.watermark)) };
  }

  /** A page of what stands in the collection, without the objects themselves. */
  versions(own: OpenCollection, query: TaxiiQuery, id?: string): Promise<VersionPage> {
    return this.#page(own, query, (versions) => Promise.resolve(versions.filter(standing)), id);
  }

  /**
   * Full as long as there are more: clients take a short page for a smaller limit, and an empty one for the end.
   * @param id of one object; it must be there.
   * @throws {Problem} `invalid-cursor` for a `next` of another collection, `not-found` for an object that is not here.
   */
  async #page({ scope, source }: OpenCollection, query: TaxiiQuery, show: Show, id?: string): Promise<VersionPage> {
    const limit = Math.min(query.limit ?? PAGE.default, PAGE.most);
    const wanted = { ...selected(query, id, source.digit), limit: limit + 1 };
    const from = this.cursors.decode(scope, query.next);
    let after = from === undefined ? undefined : place.parse(from);
    const versions: Version[] = [];
    for (;;) {
      const read = otherKind(query) ? [] : await source.read({ ...wanted, after });
      const room = limit - versions.length;
      const batch = read.slice(0, room);
      versions.push(...(await show(batch)));
      after = batch.at(-1)?.place;
      const more = read.length > room;
      if (more && versions.length < limit) continue;
      if (id !== undefined && versions.length === 0 && isPlain(query)) throw new Problem('not-found');
      return { versions, next: more ? this.cursors.encode(scope, after) : undefined };
    }
  }
}

const place = z.string().max(100);
const standing = ({ target }: Version): boolean => canBePattern(target);

/** The collection holds indicators of STIX 2.1: whoever asks for something else alone gets nothing. */
const otherKind = (query: TaxiiQuery): boolean =>
  query['match[type]']?.includes('indicator') === false || query['match[spec_version]']?.includes('2.1') === false;

/** Nothing narrows the question: an object that does not come is not there. */
const isPlain = (query: TaxiiQuery): boolean =>
  query.next === undefined && query.added_after === undefined && !otherKind(query);

function selected(query: TaxiiQuery, id: string | undefined, digit: '5' | '7'): Omit<Wanted, 'after' | 'limit'> {
  const ids = id === undefined ? query['match[id]'] : [id];
  return {
    addedAfter: query.added_after,
    uuids: ids?.map((one) => uuidOf(one, digit)).filter((uuid) => uuid !== null),
    versions: query['match[version]'] ?? ['last'],
  };
}
