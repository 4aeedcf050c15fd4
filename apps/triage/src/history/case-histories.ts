import { Injectable } from '@nestjs/common';
import type { CaseHistoryEvent } from '#libs/contracts';
import { masked } from '#libs/domain';
import { EventStore, type RecordedEvent } from '#libs/event-store';
import { Database } from '#libs/service-kit';
import type { CaseFileRead } from '../cases/case-files.js';

/** What staff read of a case's history: its own events, its claims, what runs beside it and what became of its orders. */
@Injectable()
export class CaseHistories {
  constructor(
    private readonly store: EventStore,
    private readonly database: Database,
  ) {}

  /** A page in the order of the log, after a position. */
  async page(file: CaseFileRead, after: number, limit: number): Promise<{ items: CaseHistoryEvent[]; next?: number }> {
    const beside = await Promise.all(
      (await this.streamsBeside(file.id)).map((stream) => this.store.readStream(stream)),
    );
    const events = [...file.events, ...file.claimEvents, ...beside.flat()]
      .filter(({ position }) => position > after)
      .sort((a, b) => a.position - b.position);
    const page = events.slice(0, limit);
    const last = page.at(-1);
    const items = page.map(historyEvent);
    return events.length > limit && last !== undefined ? { items, next: last.position } : { items };
  }

  private async streamsBeside(caseId: string): Promise<string[]> {
    const { rows } = await this.database.query<{ stream: string }>(
      `select 'referral-' || referral_id as stream from triage_beside.referral where case_id = $1
       union all select 'support-' || support_id from triage_beside.support where case_id = $1
       union all select unnest(array['order-', 'answerlink-']) || order_id from triage_orders.case_order where case_id = $1`,
      [caseId],
    );
    return rows.map(({ stream }) => stream);
  }
}

/** What is written where a child can be reached safely is shown in the support list to the unit that has to, and nowhere else. */
/** What people wrote: distressing words are covered here as everywhere. */
const TEXTS: ReadonlySet<string> = new Set(['text', 'reason', 'note']);

const HIDDEN = ['safeContact', 'contact'];

function historyEvent(event: RecordedEvent): CaseHistoryEvent {
  const data = Object.fromEntries(
    Object.entries(event.data as Record<string, unknown>)
      .filter(([field]) => !HIDDEN.includes(field))
      .map(([field, value]) => [field, TEXTS.has(field) && typeof value === 'string' ? masked(value).text : value]),
  );
  const { id, position, stream, version, type, schemaVersion, occurredAt, recordedAt } = event;
  const { actor, correlationId, causationId } = event;
  return {
    id,
    position,
    stream,
    version,
    type,
    schemaVersion,
    occurredAt,
    recordedAt,
    actor,
    correlationId,
    causationId,
    data,
  };
}
