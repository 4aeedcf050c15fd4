import type { RequestItem } from '#libs/contracts';
import { Database, Gathered } from '#libs/service-kit';
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
  /** The history that this page is of. */
  readonly generation: string;
}

export interface InForce {
  readonly items: readonly FeedItem[];
  readonly head: number;
  readonly content: number;
  readonly generation: string;
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

interface PageRow {
  head: number;
  generation: string;
  lifts: Row[];
  blocks: Row[];
}

interface Wanted {
  readonly provider: string;
  readonly place: Place;
  readonly limit: number;
  /** How many items there can be at most, where that is known. */
  readonly news: number;
}

/** How far a provider's list is, and in which history. */
export interface ListMark {
  readonly head: number;
  readonly content: number;
  readonly generation: string;
}

/** A schema that holds the tables of `feedReadModel`: the live read model's, or the sandbox's. */
export type FeedSchema = 'dispatch_feed' | 'dispatch_sandbox';

const ofAll = '(select generation from dispatch_console.feed_generation)';
/** The history of a provider's feed. Asked with every reading: after a restore no process may know another one. */
const generationOf = (schema: FeedSchema, provider: string): string =>
  schema === 'dispatch_feed'
    ? ofAll
    : `${ofAll} || coalesce('.' || (select generation from dispatch_sandbox.restart where provider = ${provider}), '')`;

const columns = (schema: FeedSchema): string => `i.sequence, i.body, r.case_id, r.version,
  case i.kind when 'lift' then r.lift_delivered else r.delivered end as delivered,
  i.kind = 'lift' and exists (
    select from ${schema}.request other
     where other.provider = r.provider and other.target_key = r.target_key and other.in_force
       and other.request_id <> r.request_id) as still_blocked`;

const lane = (schema: FeedSchema, kind: 'lift' | 'block', after: string): string => `
  select coalesce(json_agg(found order by found.sequence), '[]') from (
    select ${columns(schema)} from ${schema}.item i join ${schema}.request r using (request_id)
     where i.provider = asked.provider and i.kind = '${kind}' and i.live and i.sequence > ${after}
     order by i.sequence limit asked.most) as found`;

/** Pages of many polls, each with both lanes and the head, in one statement, that is, in one snapshot. */
const pages = (schema: FeedSchema): string => `
select coalesce((select sequence from ${schema}.head where provider = asked.provider), 0)::float8 as head,
       ${generationOf(schema, 'asked.provider')} as generation,
       (${lane(schema, 'lift', 'asked.lifts')}) as lifts, (${lane(schema, 'block', 'asked.blocks')}) as blocks
  from unnest($1::text[], $2::bigint[], $3::bigint[], $4::int[]) with ordinality as asked(provider, lifts, blocks, most, n)
 order by n`;

/** More items than this are not read in one statement, whoever asks: so many as 64 polls may have in pages of the usual length. */
const MOST_ITEMS = 6_400;

const inForce = (schema: FeedSchema): string => `
select coalesce((select sequence from ${schema}.head where provider = $1), 0)::float8 as head,
       coalesce((select content from ${schema}.head where provider = $1), 0)::float8 as content,
       ${generationOf(schema, '$1')} as generation,
       (select min(i.sequence)::float8 from ${schema}.item i join ${schema}.request r using (request_id)
         where i.provider = $1 and i.kind = 'lift' and i.live and not r.lift_answered) as lift,
       (select coalesce(json_agg(x order by x.sequence), '[]') from (
          select ${columns(schema)} from ${schema}.item i join ${schema}.request r using (request_id)
           where i.provider = $1 and i.kind = 'block' and i.live) x) as blocks`;

/** Reads providers' feeds from the tables of `feedReadModel`. */
export class FeedStore {
  readonly #inForce: string;
  readonly #pages: Gathered<Wanted, PageRow>;

  constructor(
    private readonly database: Database,
    private readonly schema: FeedSchema,
  ) {
    const statement = pages(schema);
    this.#pages = new Gathered(
      async (asked) => {
        const { rows } = await this.database.query<PageRow>(statement, [
          asked.map(({ provider }) => provider),
          asked.map(({ place }) => place.lifts),
          asked.map(({ place }) => place.blocks),
          asked.map(({ limit }) => limit),
        ]);
        return rows;
      },
      { weigh: { of: ({ limit, news }) => Math.min(limit, news), most: MOST_ITEMS } },
    );
    this.#inForce = inForce(schema);
  }

  /**
   * The page that follows a place. Polls that were woken together are read together.
   * @param news how many items the feed has got since this place, where the caller knows: it says how much may be read with others.
   */
  async page(provider: string, place: Place, limit: number, news = limit): Promise<FeedPage> {
    const row = await this.#pages.ask({ provider, place, limit, news });
    const read = { head: row.head, lifts: row.lifts.map(toItem), blocks: row.blocks.map(toItem) };
    return { ...turnPage(place, read, limit), head: row.head, generation: row.generation };
  }

  /**
   * The newest block after a sequence that may not wait until a moment: of a referral category, or to be enforced before it.
   * 0 when all may.
   */
  async lastDueBefore(provider: string, after: number, until: Date): Promise<number> {
    const { rows } = await this.database.query<{ last: number | null }>(
      `select max(sequence)::float8 as last from ${this.schema}.item
        where provider = $1 and kind = 'block' and live and sequence > $2
          and (not body ? 'category' or (body->>'dueAt')::timestamptz <= $3)`,
      [provider, after, until],
    );
    return rows[0]?.last ?? 0;
  }

  /** Every block in force now that the provider has not refused, in one snapshot. */
  async inForce(provider: string): Promise<InForce> {
    const { rows } = await this.database.query<{
      head: number;
      content: number;
      generation: string;
      lift: number | null;
      blocks: Row[];
    }>(this.#inForce, [provider]);
    const { head, content, generation, lift, blocks } = one(rows);
    return { items: blocks.map(toItem), head, content, generation, firstOpenLift: lift };
  }

  /** The newest sequence and the content number of a provider's list: equal content numbers mean equal lists. */
  async mark(provider: string): Promise<ListMark> {
    const { rows } = await this.database.query<ListMark>(
      `select coalesce(h.sequence, 0)::float8 as head, coalesce(h.content, 0)::float8 as content,
              ${generationOf(this.schema, '$1')} as generation
         from (select $1::text as provider) asked left join ${this.schema}.head h using (provider)`,
      [provider],
    );
    return one(rows);
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

/** The row of a statement that always gives one. */
function one<Row>([row]: readonly Row[]): Row {
  if (row === undefined) throw new Error('wanted one row of the feed, found none');
  return row;
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
