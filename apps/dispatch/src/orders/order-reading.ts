import { Injectable } from '@nestjs/common';
import type { OrderDetail, OrderPage, OrdersQuery } from '#libs/contracts';
import { reconcile as standingOf } from '#libs/domain';
import { AccessLog } from '#libs/identity';
import type { Principal } from '#libs/identity';
import { Clock, CursorCodec, Problem, ReadPosition } from '#libs/service-kit';
import { kindOf } from '../requests/request-view.js';
import { AnswerDoor } from '../answer-link/answer-door.js';
import { LinkStreams } from '../answer-link/link-streams.js';
import { linkViews } from '../answer-link/link-view.js';
import { LoggedRequests } from '../streams/request-streams.js';
import { OrderChanges } from './order-changes.js';
import { OrderFiles, wasIssued } from './order-file.js';
import { detailOf } from './order-view.js';
import { OrdersQueries } from './orders-query.js';

/** Orders as staff and auditors read them. */
@Injectable()
export class OrderReading {
  constructor(
    private readonly queries: OrdersQueries,
    private readonly files: OrderFiles,
    private readonly changes: OrderChanges,
    private readonly streams: LoggedRequests,
    private readonly links: LinkStreams,
    private readonly door: AnswerDoor,
    private readonly cursors: CursorCodec,
    private readonly position: ReadPosition,
    private readonly access: AccessLog,
    private readonly clock: Clock,
  ) {}

  /** One page, newest first. The cursor goes on below the last order; orders made meanwhile do not shift it. */
  async list(caller: Principal, query: OrdersQuery): Promise<OrderPage> {
    const { stale } = await this.position.wait(['dispatch.orders'], query.after);
    const scope = `orders:${caller.id}`;
    const before = this.cursors.decode(scope, query.cursor);
    if (before !== undefined && typeof before !== 'number') throw new Problem('invalid-cursor');
    const rows = await this.queries.list({ ...query, before, limit: query.limit + 1 });
    const items = rows.slice(0, query.limit);
    const last = items.at(-1);
    return {
      items: items.map(({ order }) => order),
      ...(rows.length > query.limit && last ? { cursor: this.cursors.encode(scope, last.position) } : {}),
      ...(stale ? { stale } : {}),
    };
  }

  /** One order from its own streams: never behind. Who looked is kept, as with its case. */
  async one(caller: Principal, id: string): Promise<OrderDetail> {
    const file = await this.files.load(id);
    const detail = detailOf(file);
    await this.access.caseViewed(caller, detail.case);
    const now = this.clock.now();
    const providers = wasIssued(file.state) ? file.state.terms.providers : [];
    const [links, open, loaded] = await Promise.all([
      this.links.load(id),
      this.door.openAmong(providers),
      this.streams.loadAll(providers.map((provider) => this.changes.requestId(id, provider))),
    ]);
    const requests = [...loaded.values()].flatMap(({ life }): OrderDetail['requests'] => {
      if (life.status === 'none') return [];
      const sent = life.status === 'not-expressible' ? undefined : life;
      const { requestId, provider } = life.ids;
      const given = { writes: this.door.writesTo(provider), open: open.has(provider) };
      return [
        {
          id: requestId,
          provider,
          kind: sent ? kindOf(sent) : 'block',
          state: life.status,
          reconciliation: standingOf(life, now.toISOString()),
          dueAt: sent ? ('lift' in sent ? sent.lift.liftBy : sent.asked.enforceBy) : null,
          answerLinks: sent ? linkViews(links, sent, now, given) : [],
        },
      ];
    });
    return { ...detail, requests: requests.sort((a, b) => (a.provider < b.provider ? -1 : 1)) };
  }
}
