import { Injectable } from '@nestjs/common';
import type { AcceptedTarget, CaseNeighbours, NeighbourCase } from '#libs/contracts';
import { holds, type Officer } from '#libs/domain';
import type { Principal } from '#libs/identity';
import { Database, ReadPosition } from '#libs/service-kit';
import { CaseDoor } from '../cases/case-door.js';
import { targetView } from '../cases/target-view.js';
import { unitsOf } from '../people/officers.js';
import type { CaseRow } from '../queue/row.js';
import { nearDuplicate } from './near-duplicate.js';

/** The newest of each group; the queue's own search lists the rest. */
const MOST = 50;

interface Row {
  readonly state: CaseRow;
  readonly order_id: string | null;
  readonly reference: string | null;
  readonly order_status: string | null;
  readonly expires_at: Date | null;
}

/** What else is known where a case's target lies. */
@Injectable()
export class Neighbours {
  constructor(
    private readonly door: CaseDoor,
    private readonly database: Database,
    private readonly position: ReadPosition,
  ) {}

  /** Cases on the same host and the same registrable domain: those the caller may read, and how many there are at all. */
  async of(caller: Principal, caseId: string, after?: number): Promise<CaseNeighbours> {
    const { file, officer } = await this.door.open(caller, caseId);
    const { stale } = await this.position.wait(['triage.queue', 'triage.orders'], after);
    const target = file.row.targets.find((one) => one?.state === 'accepted');
    if (target === undefined) {
      return { caseId, host: null, domain: null, nearDuplicates: [], ...(stale ? { stale } : {}) };
    }
    const [onHost, onDomain, samePath] = await Promise.all([
      this.group(officer, caseId, 'hosts', target.host),
      target.domain === null ? null : this.group(officer, caseId, 'domains', target.domain, target.host),
      this.samePath(officer, caseId, target),
    ]);
    const others = new Map([...onHost.rows, ...samePath].map((row) => [row.state.caseId, row]));
    return {
      caseId,
      host: { name: target.host, items: onHost.rows.map(neighbour), total: onHost.total },
      domain:
        onDomain === null || target.domain === null
          ? null
          : { name: target.domain, items: onDomain.rows.map(neighbour), total: onDomain.total },
      nearDuplicates: [...others.values()].flatMap((row) => {
        const why = nearDuplicate(target, row.state.targets);
        return why === undefined ? [] : [{ case: neighbour(row), why }];
      }),
      ...(stale ? { stale } : {}),
    };
  }

  private async group(
    officer: Officer,
    caseId: string,
    column: 'hosts' | 'domains',
    name: string,
    butHost: string | null = null,
  ): Promise<{ rows: Row[]; total: number }> {
    const about = [caseId, name, butHost];
    const where = `c.case_id <> $1::uuid and c.${column} && array[$2] and ($3::text is null or not c.hosts && array[$3])`;
    const [{ rows }, { rows: counted }] = await Promise.all([
      this.database.query<Row>(readable(where, 4), [...about, holds(officer, 'auditor'), unitsOf(officer), MOST]),
      this.database.query<{ total: number }>(
        `select count(*)::int as total from triage_queue.queue_case c where ${where}`,
        about,
      ),
    ]);
    return { rows, total: counted[0]?.total ?? 0 };
  }

  /** Cases of other hosts whose link has the same, telling path; the search index finds candidates. */
  private async samePath(officer: Officer, caseId: string, target: AcceptedTarget): Promise<Row[]> {
    const path = new URL(target.canonicalUrl).pathname.toLowerCase();
    if (path.length < 12) return [];
    const pattern = `%${path.replace(/[\\%_]/g, '\\$&')}%`;
    const { rows } = await this.database.query<Row>(
      readable('c.case_id <> $1::uuid and c.search like $2 and not c.hosts && array[$3]', 4),
      [caseId, pattern, target.host, holds(officer, 'auditor'), unitsOf(officer), MOST],
    );
    return rows;
  }
}

/** The newest cases of a condition that the officer may read; `$first` and the next two are everything, units, limit. */
const readable = (where: string, first: number): string => `
select c.state, o.order_id, o.reference, o.status as order_status, o.expires_at
  from triage_queue.queue_case c
  left join lateral (select * from triage_orders.case_order o where o.case_id = c.case_id
                      order by o.position desc limit 1) o on true
 where ${where}
   and ($${String(first)} or c.unit = any($${String(first + 1)}::text[]) or c.coordinating && $${String(first + 1)}::text[])
 order by c.opened_at desc, c.case_id limit $${String(first + 2)}`;

function neighbour({ state, order_id, reference, order_status, expires_at }: Row): NeighbourCase {
  const order =
    order_id === null || order_status === null
      ? {}
      : { order: { id: order_id, reference, status: order_status, expiresAt: expires_at?.toISOString() ?? null } };
  return {
    id: state.caseId,
    status: state.status,
    ...(state.category === null ? {} : { category: state.category }),
    priority: state.priority,
    unit: state.unit,
    openedAt: state.openedAt,
    target: targetView(state.targets[0]),
    ...order,
  };
}
