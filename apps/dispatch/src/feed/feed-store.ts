import type { RequestItem } from '#libs/contracts';
import { Database } from '#libs/service-kit';
import { turnPage } from './place.js';
import type { Place } from './place.js';

/** An item of the feed with what a delivery has to know about its request. */
export interface FeedItem {
  readonly sequence: number;
  readonly item: RequestItem;
  readonly caseId: string;
  /** Version of the request's stream that this reading rests on. */
  readonly version: number;
  /** Whether this kind of item (block or lift) was handed out before. */
  readonly delivered: boolean;
}

export interface FeedPage {
  readonly items: readonly FeedItem[];
  readonly next: Place;
  /** Newest sequence of the provider in the same snapshot: what a waiter waits to be passed. */
  readonly head: number;
}

export interface InForce {
  readonly items: readonly FeedItem[];
  readonly head: number;
  readonly content: number;
  /** Sequence of the oldest lift the provider has not answered: a cursor after a snapshot must not pass it. */
  readonly firstOpenLift: number | null;
}

interface Row {
  sequence: number;
  body: Omit<RequestItem, 'sequence'>;
  case_id: string;
  version: number;
  delivered: boolean;
  still_blocked: boolean;
}

/** A schema that holds the tables of `feedReadModel`: the live read model's, or the sandbox's. */
export type FeedSchema = 'dispatch_feed' | 'dispatch_sandbox';

const columns = (schema: FeedSchema): string => `i.sequence, i.body, r.case_id, r.version,
  case i.kind when 'lift' then r.lift_delivered else r.delivered end as delivered,
  i.kind = 'lift' and exists (
    select from ${schema}.request other
     where other.provider = r.provider and other.target_key = r.target_key and other.in_force
       and other.request_id <> r.request_id) as still_blocked`;

const lane = (schema: FeedSchema, kind: 'lift' | 'block', after: string): string => `
  select ${columns(schema)} from ${schema}.item i join ${schema}.request r using (request_id)
   where i.provider = $1 and i.kind = '${kind}' and i.live and i.sequence > ${after}
   order by i.sequence limit $4`;

/** Both lanes and the head in one statement, that is, in one snapshot. */
const page = (schema: FeedSchema): string => `
with lifts as (${lane(schema, 'lift', '$2')}), blocks as (${lane(schema, 'block', '$3')})
select coalesce((select sequence from ${schema}.head where provider = $1), 0)::float8 as head,
       (select coalesce(json_agg(lifts order by sequence), '[]') from lifts) as lifts,
       (select coalesce(json_agg(blocks order by sequence), '[]') from blocks) as blocks`;

const inForce = (schema: FeedSchema): string => `
select coalesce((select sequence from ${schema}.head where provider = $1), 0)::float8 as head,
       coalesce((select content from ${schema}.head where provider = $1), 0)::float8 as content,
       (select min(i.sequence)::float8 from ${schema}.item i join ${schema}.request r using (request_id)
         where i.provider = $1 and i.kind = 'lift' and i.live and not r.lift_answered) as lift,
       (select coalesce(json_agg(x order by x.sequence), '[]') from (
          select ${columns(schema)} from ${schema}.item i join ${schema}.request r using (request_id)
           where i.provider = $1 and i.kind = 'block' and i.live) x) as blocks`;

/** Reads providers' feeds from the tables of `feedReadModel`. */
export class FeedStore {
  readonly #page: string;
  readonly #inForce: string;

  constructor(
    private readonly database: Database,
    private readonly schema: FeedSchema,
  ) {
    this.#page = page(schema);
    this.#inForce = inForce(schema);
  }

  /** The page that follows a place. */
  async page(provider: string, place: Place, limit: number): Promise<FeedPage> {
    const { rows } = await this.database.query<{ head: number; lifts: Row[]; blocks: Row[] }>(this.#page, [
      provider,
      place.lifts,
      place.blocks,
      limit,
    ]);
    const row = rows[0] ?? { head: 0, lifts: [], blocks: [] };
    const read = { head: row.head, lifts: row.lifts.map(toItem), blocks: row.blocks.map(toItem) };
    return { ...turnPage(place, read, limit), head: row.head };
  }

  /** Every block in force now that the provider has not refused, in one snapshot. */
  async inForce(provider: string): Promise<InForce> {
    const { rows } = await this.database.query<{
      head: number;
      content: number;
      lift: number | null;
      blocks: Row[];
    }>(this.#inForce, [provider]);
    const { head, content, lift, blocks } = rows[0] ?? { head: 0, content: 0, lift: null, blocks: [] };
    return { items: blocks.map(toItem), head, content, firstOpenLift: lift };
  }

  /** The newest sequence and the content number of a provider's list: equal content numbers mean equal lists. */
  async mark(provider: string): Promise<{ readonly head: number; readonly content: number }> {
    const { rows } = await this.database.query<{ head: number; content: number }>(
      `select sequence::float8 as head, content::float8 as content from ${this.schema}.head where provider = $1`,
      [provider],
    );
    return rows[0] ?? { head: 0, content: 0 };
  }

  /** Newest sequence of each of these providers that has a feed. */
  async heads(providers: readonly string[]): Promise<Map<string, number>> {
    const { rows } = await this.database.query<{ provider: string; sequence: string }>(
      `select provider, sequence from ${this.schema}.head where provider = any($1)`,
      [[...providers]],
    );
    return new Map(rows.map(({ provider, sequence }) => [provider, Number(sequence)]));
  }
}

function toItem(row: Row): FeedItem {
  const { sequence } = row;
  const { id, ...rest } = row.body;
  return {
    sequence,
    item: { id, sequence, ...rest, ...(row.still_blocked ? { stillBlocked: true } : {}) },
    caseId: row.case_id,
    version: row.version,
    delivered: row.delivered,
  };
}
