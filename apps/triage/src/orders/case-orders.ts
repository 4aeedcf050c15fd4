import { Injectable } from '@nestjs/common';
import type { AgeBand, CaseView, Recheck, RecheckView } from '#libs/contracts';
import { referenceAsPrinted } from '#libs/domain';
import { Database } from '#libs/service-kit';
import { keysThatBlock } from './target-key.js';

type OrderView = NonNullable<CaseView['order']>;

interface Row {
  order_id: string;
  case_id: string;
  reference: string | null;
  status: string;
  expires_at: Date | null;
}

interface FoundRow {
  case_id: string;
  found: Recheck;
  found_since: Date;
}

/** What triage knows of orders, from dispatch's events. */
@Injectable()
export class CaseOrders {
  constructor(private readonly database: Database) {}

  /** The newest order of a case, if it has one. */
  async latestOf(caseId: string): Promise<OrderView | undefined> {
    const { rows } = await this.database.query<Row>(
      `select order_id, case_id, reference, status, expires_at
         from triage_orders.case_order where case_id = $1 order by position desc limit 1`,
      [caseId],
    );
    const row = rows[0];
    if (row === undefined) return undefined;
    return {
      id: row.order_id,
      reference: row.reference,
      status: row.status,
      expiresAt: row.expires_at?.toISOString() ?? null,
    };
  }

  /** What rechecks found of the names that these cases' orders in force block; nothing for those that are as they were. */
  async rechecksOf(caseIds: readonly string[]): Promise<Map<string, RecheckView>> {
    if (caseIds.length === 0) return new Map();
    const { rows } = await this.database.query<FoundRow>(
      `select case_id, found, found_since from triage_orders.case_order
        where status = 'in-force' and found is not null and case_id = any($1) order by position`,
      [[...caseIds]],
    );
    return new Map(
      rows.map(({ case_id, found, found_since }) => [case_id, { found, since: found_since.toISOString() }]),
    );
  }

  /** Orders in force that stand on a school's list and keep an entry away from an age band, or from any. */
  async onSchoolLists(entry: string, ageBand: AgeBand | undefined): Promise<{ order: string; caseId: string }[]> {
    const { rows } = await this.database.query<Row>(
      `select order_id, case_id from triage_orders.case_order
        where status = 'in-force' and target_key = any($1)
          and (action in ('block-host', 'block-domain')
               or action = 'restrict-age' and (age_bands = '{}' or $2::text is null or $2 = any(age_bands)))
        order by position`,
      [keysThatBlock(entry), ageBand ?? null],
    );
    return rows.map((row) => ({ order: row.order_id, caseId: row.case_id }));
  }

  /** The order in force that carries a reference, however it is typed. */
  async byReference(reference: string): Promise<{ order: string; caseId: string } | undefined> {
    const { rows } = await this.database.query<Row>(
      `select order_id, case_id from triage_orders.case_order where reference = $1 and status = 'in-force'`,
      [referenceAsPrinted(reference)],
    );
    const row = rows[0];
    return row === undefined ? undefined : { order: row.order_id, caseId: row.case_id };
  }
}
