import type { RequestItem } from '#libs/contracts';
import type { Actor } from '#libs/event-store';
import type { Database } from '#libs/service-kit';
import type { OwnFeed } from '../feed/feed-side.js';
import type { FeedSchema } from '../feed/feed-store.js';
import { handOut } from '../feed/hand-out.js';
import type { Deliverable } from '../feed/hand-out.js';
import { canBePattern } from './indicator.js';
import { REVOKED_DAYS } from './versions.js';
import type { Version, VersionSource, Wanted } from './versions.js';

const SCHEMAS: Readonly<Record<OwnFeed['side']['lane'], FeedSchema>> = {
  requests: 'dispatch_feed',
  sandbox: 'dispatch_sandbox',
};

interface Row {
  sequence: string;
  added: string;
  kind: RequestItem['kind'];
  body: RequestItem;
  created: Date;
  modified: Date;
  case_id: string;
  version: number;
  delivered: boolean;
}

interface RequestVersion extends Version, Deliverable {}

/**
 * The items of a provider's feed as versions of objects. An item is added strictly after the one before it, whatever the
 * clock said: the latest moment so far and a microsecond for each place. From the log alone, so a rebuild gives the same.
 * Referral categories are not here: a pattern is an open format. What was taken back before it was fetched is not either.
 */
const statement = (schema: FeedSchema): string => `
with placed as (
  select sequence, max(queued_at - sequence * interval '1 microsecond') over (order by sequence)
                   + sequence * interval '1 microsecond' as added
    from ${schema}.item where provider = $1)
select i.sequence::text, to_char(p.added at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as added, i.kind, i.body,
       r.case_id, r.version, case i.kind when 'lift' then r.lift_delivered else r.delivered end as delivered,
       edge.created, i.queued_at as modified
  from placed p
  join ${schema}.item i on i.provider = $1 and i.sequence = p.sequence
  join ${schema}.request r using (request_id)
 cross join lateral (
   select min(e.queued_at) as created, min(e.sequence) as first, max(e.sequence) as last,
          bool_or(e.body ? 'category') as open,
          (array_agg(e.live order by e.sequence desc))[1] as live
     from ${schema}.item e where e.request_id = i.request_id) edge
 where p.sequence > $2 and ($3::timestamptz is null or p.added > $3)
   and ($4::uuid[] is null or i.request_id = any($4))
   and edge.open and edge.live and i.body->'target' <> 'null' and i.body->'statement' <> 'null'
   and (i.kind = 'block' or i.queued_at > $7::timestamptz)
   and ('all' = any($5) or 'last' = any($5) and i.sequence = edge.last or 'first' = any($5) and i.sequence = edge.first
        or to_char(i.queued_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') = any($5))
 order by p.sequence limit $6`;

/** A provider's own collection: its feed, so that nothing is here that a poll would not bring. */
export class ProviderVersions implements VersionSource {
  readonly digit: '5' | '7';

  constructor(
    private readonly database: Database,
    private readonly own: OwnFeed,
    private readonly now: Date,
  ) {
    this.digit = own.side.lane === 'sandbox' ? '7' : '5';
  }

  async read({ after, addedAfter, uuids, versions, limit }: Wanted): Promise<RequestVersion[]> {
    const oldest = new Date(this.now.getTime() - REVOKED_DAYS * 86_400_000);
    const { rows } = await this.database.query<Row>(statement(SCHEMAS[this.own.side.lane]), [
      this.own.provider,
      after ?? '0',
      addedAfter ?? null,
      uuids ?? null,
      versions,
      limit,
      oldest,
    ]);
    return rows.map(versionOf);
  }

  /** What a pattern cannot say exactly was not handed out, and is not recorded as if it had been. */
  handOut(versions: readonly RequestVersion[], actor: Actor): Promise<readonly RequestVersion[]> {
    const said = versions.filter(({ target }) => canBePattern(target));
    return handOut(this.own.side.streams, said, this.own.provider, actor);
  }
}

function versionOf(row: Row): RequestVersion {
  const { body } = row;
  return {
    added: row.added,
    place: row.sequence,
    uuid: body.id,
    created: row.created.toISOString(),
    modified: row.modified.toISOString(),
    lifted: row.kind === 'lift',
    reference: body.reference,
    statement: body.statement,
    action: body.action,
    target: body.target,
    validFrom: body.issuedAt,
    validUntil: body.expiresAt,
    item: body,
    caseId: row.case_id,
    version: row.version,
    delivered: row.delivered,
  };
}
