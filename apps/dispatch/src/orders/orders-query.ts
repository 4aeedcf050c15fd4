import { Injectable } from '@nestjs/common';
import type { AgeBand, OrderStatus, OrderView, OrdersQuery, RequestTarget } from '#libs/contracts';
import { isReferralCategory } from '#libs/domain';
import { Database } from '#libs/service-kit';
import { hostPath } from './host-path.js';

interface Row {
  order_id: string;
  case_id: string;
  reference: string;
  status: OrderStatus;
  category: OrderView['category'];
  action: OrderView['action'];
  target: RequestTarget;
  unit: string;
  legal_basis: string;
  issued_at: Date;
  expires_at: Date;
  ended_at: Date | null;
  providers: string[];
  at: string;
  version: number;
}

/** Positions are compared as numbers and named apart from the column, so that no sort ever sees them as text. */
const COLUMNS = `o.order_id, o.case_id, o.reference, o.status, o.category, o.action, o.target, o.unit, o.legal_basis,
  o.issued_at, o.expires_at, o.ended_at, o.providers, o.position::text as at, o.version`;

export interface OrderFilter extends Pick<OrdersQuery, 'inForceAt' | 'provider' | 'unit' | 'host' | 'case'> {
  /** Position of the last order of the page before; newest first. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Another order on a name. */
export interface OrderOnName {
  readonly order: string;
  readonly target: RequestTarget;
  readonly status: OrderStatus;
}

/** What a school keeps away: what is restricted for the band `$2`, and hosts and domains that are blocked for everybody. */
const FOR_SCHOOLS = `(o.action in ('block-host', 'block-domain')
  or o.action = 'restrict-age' and ($2::text is null or o.age_bands @> array[$2::text]))`;

/** An order of the age-graded list with the moment of its last change. */
export interface SchoolOrder extends OrderView {
  readonly changedAt: string;
}

/** Look-ups in the `dispatch.orders` read model. An order whose target was erased is not listed: it names nothing. */
@Injectable()
export class OrdersQueries {
  constructor(private readonly database: Database) {}

  /** Orders, newest first. In force at a date means: issued by then, not ended by then, not expired by then. */
  async list(filter: OrderFilter): Promise<{ order: OrderView; position: number }[]> {
    const values: unknown[] = [];
    const bind = (value: unknown): string => `$${String(values.push(value))}`;
    const where = ['o.target is not null'];
    if (filter.inForceAt !== undefined) {
      const { from, to } = periodOf(filter.inForceAt);
      where.push(
        `o.status <> 'letter-sent' and o.issued_at <= ${bind(to)} and least(o.ended_at, o.expires_at) > ${bind(from)}`,
      );
    }
    if (filter.provider !== undefined) where.push(`o.providers @> array[${bind(filter.provider)}]`);
    if (filter.unit !== undefined) where.push(`o.unit = ${bind(filter.unit)}`);
    if (filter.case !== undefined) where.push(`o.case_id = ${bind(filter.case)}`);
    if (filter.host !== undefined) where.push(below(bind(hostPath(filter.host))));
    if (filter.before !== undefined) where.push(`o.position < ${bind(filter.before)}`);
    const { rows } = await this.database.query<Row>(
      `select ${COLUMNS} from dispatch_orders.order_row o where ${where.join(' and ')}
        order by o.position desc limit ${bind(filter.limit)}`,
      values,
    );
    return rows.map((row) => ({ order: toView(row), position: Number(row.at) }));
  }

  /** What else is known on a name and below it: orders other than `except`, newest first, at most 200. */
  async onName(name: string, except: string): Promise<OrderOnName[]> {
    const { rows } = await this.database.query<{ order_id: string; target: RequestTarget; status: OrderStatus }>(
      `select o.order_id, o.target, o.status from dispatch_orders.order_row o
        where o.target is not null and ${below('$1')} and o.order_id <> $2 order by o.position desc limit 200`,
      [hostPath(name), except],
    );
    return rows.map((row) => ({ order: row.order_id, target: row.target, status: row.status }));
  }

  /** Orders of the school lists in force at a moment: age restrictions of one age band, or of any, and every block of a name. */
  async forSchools(at: Date, ageBand: AgeBand | undefined): Promise<OrderView[]> {
    const { rows } = await this.database.query<Row>(
      `select ${COLUMNS} from dispatch_orders.order_row o
        where o.status = 'in-force' and ${FOR_SCHOOLS} and o.expires_at > $1 and o.target is not null
        order by o.position`,
      [at, ageBand ?? null],
    );
    return rows.map(toView);
  }

  /** The same list as a history: what is in force or ended after a moment, never a referral category, oldest change first. */
  async changedForSchools(endedAfter: Date, ageBand: AgeBand | undefined): Promise<SchoolOrder[]> {
    const { rows } = await this.database.query<Row & { changed_at: Date }>(
      `select ${COLUMNS}, o.changed_at from dispatch_orders.order_row o
        where ${FOR_SCHOOLS} and o.status <> 'letter-sent' and o.target is not null
          and (o.status = 'in-force' or o.changed_at > $1)
        order by o.changed_at, o.order_id`,
      [endedAfter, ageBand ?? null],
    );
    return rows
      .filter(({ category }) => !isReferralCategory(category))
      .map((row) => ({ ...toView(row), changedAt: row.changed_at.toISOString() }));
  }
}

const DAY = 24 * 60 * 60 * 1_000;

/** A moment, or a whole day as it is counted in Vietnam (UTC+7 all year round). */
export function periodOf(inForceAt: string): { readonly from: string; readonly to: string } {
  if (inForceAt.includes('T')) return { from: inForceAt, to: inForceAt };
  const from = new Date(`${inForceAt}T00:00:00+07:00`);
  return { from: from.toISOString(), to: new Date(from.getTime() + DAY - 1).toISOString() };
}

/** Starts with the path: an anchored pattern, so that the index serves it. Names hold no pattern signs but `_`, which is escaped. */
const below = (path: string): string => `o.host_path like replace(replace(${path}, '\\', '\\\\'), '_', '\\_') || '%'`;

function toView(row: Row): OrderView {
  return {
    id: row.order_id,
    reference: row.reference,
    case: row.case_id,
    status: row.status,
    category: row.category,
    action: row.action,
    target: row.target,
    unit: row.unit,
    legalBasis: row.legal_basis,
    issuedAt: row.issued_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    providers: row.providers,
    version: row.version,
  };
}
