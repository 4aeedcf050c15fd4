import { Injectable } from '@nestjs/common';
import type { ObjectionState, SchoolObjectionList, SchoolObjectionQuery } from '#libs/contracts';
import type { Principal } from '#libs/identity';
import { CursorCodec, Database, Problem, ReadPosition } from '#libs/service-kit';
import { reviewsReadModel } from './read-model.js';

interface Row {
  readonly review_id: string;
  readonly reference: string;
  readonly state: ObjectionState;
  readonly asked_at: Date;
  readonly decided_at: Date | null;
  readonly position: string;
}

/** What became of a school's own objections. */
@Injectable()
export class Objections {
  constructor(
    private readonly database: Database,
    private readonly position: ReadPosition,
    private readonly cursors: CursorCodec,
  ) {}

  /** One page, newest first. Outward text: the order's reference, the decision and dates, never a reason or a name. */
  async of(caller: Principal, query: SchoolObjectionQuery): Promise<SchoolObjectionList> {
    const { stale } = await this.position.wait([reviewsReadModel.name, 'triage.orders'], query.after);
    const scope = `objections:${caller.id}`;
    const before = this.cursors.decode(scope, query.cursor);
    if (before !== undefined && typeof before !== 'number') throw new Problem('invalid-cursor');
    const { rows } = await this.database.query<Row>(
      `select o.review_id, c.reference, o.state, o.asked_at, o.decided_at, o.position
         from triage_reviews.objection o join triage_orders.case_order c using (order_id)
        where o.school = $1 and ($2::bigint is null or o.position < $2) order by o.position desc limit $3`,
      [caller.unit ?? caller.id, before ?? null, query.limit + 1],
    );
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return {
      items: page.map(({ review_id, reference, state, asked_at, decided_at }) => ({
        id: review_id,
        reference,
        state,
        askedAt: asked_at.toISOString(),
        decidedAt: decided_at?.toISOString() ?? null,
      })),
      ...(rows.length > query.limit && last ? { cursor: this.cursors.encode(scope, Number(last.position)) } : {}),
      ...(stale ? { stale } : {}),
    };
  }
}
