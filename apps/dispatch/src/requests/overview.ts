import { Injectable } from '@nestjs/common';
import type { RequestOverviewItem, RequestState, RequestsOverview, RequestsOverviewQuery } from '#libs/contracts';
import { dueOfRequest } from '#libs/domain';
import type { RequestLife } from '#libs/domain';
import type { Actor } from '#libs/event-store';
import { Clock, CursorCodec, Database, ReadPosition } from '#libs/service-kit';
import type { OwnFeed } from '../feed/feed-side.js';
import { handOut } from '../feed/hand-out.js';
import { SandboxRequests } from '../sandbox/sandbox-requests.js';
import { requestsReadModel } from './requests.read-model.js';
import { kindOf, viewOf } from './request-view.js';
import type { SentRequest } from './request-view.js';

/** One request as it stands. */
interface Standing {
  readonly id: string;
  readonly life: SentRequest;
  readonly version: number;
}

/** Where a page ended: the due time in ms, or none, and the request. */
type Place = readonly [due: number, id: string];

interface Found {
  readonly items: readonly Standing[];
  readonly more: boolean;
  readonly counts: Partial<Record<RequestState, number>>;
  readonly overdue: number;
}

/** A time no due time reaches: what owes nothing comes last. */
const NEVER = Date.parse('9999-01-01T00:00:00.000Z');
const HOUR = 3_600_000;

/**
 * A provider's requests as its staff look at them, most urgent first. Whoever sees a target here has been given it: a request that
 * was not handed out yet is recorded as delivered before it is shown, as a poll does (ADR 0014).
 */
@Injectable()
export class Overview {
  constructor(
    private readonly database: Database,
    private readonly sandbox: SandboxRequests,
    private readonly position: ReadPosition,
    private readonly cursors: CursorCodec,
    private readonly clock: Clock,
  ) {}

  async of(own: OwnFeed, actor: Actor, query: RequestsOverviewQuery): Promise<RequestsOverview> {
    const { stale } = await this.position.wait([requestsReadModel.name], query.after);
    const { lane, streams } = own.side;
    const scope = `overview:${lane}:${own.provider}`;
    const place = this.cursors.decode(scope, query.cursor) as Place | undefined;
    const found = await (lane === 'sandbox' ? this.#tests(own, query, place) : this.#real(own, query, place));
    const shown = await handOut(streams, found.items.map(deliverable), own.provider, actor);
    const last = found.items.at(-1);
    return {
      items: shown.map(({ standing }) => this.#item(standing)),
      counts: found.counts,
      overdue: found.overdue,
      ...(found.more && last && { cursor: this.cursors.encode(scope, [dueOf(last.life), last.id]) }),
      ...(stale && { stale }),
    };
  }

  async #real({ provider }: OwnFeed, query: RequestsOverviewQuery, place: Place | undefined): Promise<Found> {
    const [counted, page] = await Promise.all([
      this.database.query<{ status: RequestState; count: number; overdue: number }>(
        `select status, count(*)::int as count, count(*) filter (where overdue_at <= $2::timestamptz)::int as overdue
           from dispatch_requests.request_row where provider = $1 and kind is not null group by status`,
        [provider, this.clock.now()],
      ),
      this.database.query<Standing>(
        `select request_id as id, life, version from dispatch_requests.request_row
          where provider = $1 and kind is not null and jsonb_typeof(life -> 'asked' -> 'target') = 'object'
            and ($2::text[] is null or status = any ($2)) and ($3::text is null or kind = $3)
            and ($4::text is null or position($4 in lower(concat(life -> 'asked' ->> 'reference', ' ', life -> 'asked' ->> 'target'))) > 0)
            and ($5::timestamptz is null or (coalesce(overdue_at, $7), request_id) > ($5, $6::uuid))
          order by coalesce(overdue_at, $7), request_id limit $8`,
        [
          provider,
          query.state ?? null,
          query.kind ?? null,
          query.q?.toLowerCase() ?? null,
          place === undefined ? null : new Date(place[0]),
          place?.[1] ?? null,
          new Date(NEVER),
          query.limit + 1,
        ],
      ),
    ]);
    return {
      items: page.rows.slice(0, query.limit),
      more: page.rows.length > query.limit,
      counts: Object.fromEntries(counted.rows.map(({ status, count }) => [status, count])),
      overdue: counted.rows.reduce((sum, { overdue }) => sum + overdue, 0),
    };
  }

  /** The sandbox keeps no read model: its few requests are folded. */
  async #tests({ provider }: OwnFeed, query: RequestsOverviewQuery, place: Place | undefined): Promise<Found> {
    const now = this.clock.now().getTime();
    const all = (await this.sandbox.ofProvider(provider)).flatMap(({ id, life, version }) =>
      isSent(life) ? [{ id, life, version }] : [],
    );
    const counts: Partial<Record<RequestState, number>> = {};
    for (const { life } of all) counts[life.status] = (counts[life.status] ?? 0) + 1;
    const wanted = all
      .filter((one) => fits(one, query) && (place === undefined || compare(placeOf(one), place) > 0))
      .sort((a, b) => compare(placeOf(a), placeOf(b)));
    return {
      items: wanted.slice(0, query.limit),
      more: wanted.length > query.limit,
      counts,
      overdue: all.filter(({ life }) => dueOf(life) <= now).length,
    };
  }

  #item({ life }: Standing): RequestOverviewItem {
    const now = this.clock.now().getTime();
    const next = dueOfRequest(life).toSorted((a, b) => (a.at < b.at ? -1 : 1))[0];
    const left = next === undefined ? 0 : Date.parse(next.at) - now;
    return {
      ...viewOf(life, []),
      state: SHOWN[life.status] ?? life.status,
      next: next
        ? { step: next.step, at: next.at, hoursLeft: Math.round((left / HOUR) * 10) / 10, overdue: left <= 0 }
        : null,
    };
  }
}

/** What the showing itself made of a state. */
const SHOWN: Partial<Record<RequestState, RequestState>> = { queued: 'delivered', 'lift-queued': 'lift-delivered' };

const deliverable = (standing: Standing) => ({
  standing,
  item: { id: standing.id, kind: kindOf(standing.life), order: standing.life.ids.orderId },
  caseId: standing.life.ids.caseId,
  version: standing.version,
  delivered: SHOWN[standing.life.status] === undefined,
});

const isSent = (life: RequestLife): life is SentRequest => life.status !== 'none' && life.status !== 'not-expressible';

const dueOf = (life: SentRequest): number => Math.min(NEVER, ...dueOfRequest(life).map(({ at }) => Date.parse(at)));

const placeOf = ({ id, life }: Standing): Place => [dueOf(life), id];

const compare = ([a, first]: Place, [b, second]: Place): number =>
  a - b || (first < second ? -1 : first > second ? 1 : 0);

function fits({ life }: Standing, { state, kind, q }: RequestsOverviewQuery): boolean {
  const text = `${life.asked.reference} ${JSON.stringify(life.asked.target)}`.toLowerCase();
  return (
    (state === undefined || state.includes(life.status)) &&
    (kind === undefined || kind === kindOf(life)) &&
    (q === undefined || text.includes(q.toLowerCase()))
  );
}
