import type { EventData } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import type { ReadModel, ReadModelDb } from '#libs/messaging';

/** Findings and their answers, by unit and by what is still due. */
export const findingsModel: ReadModel = {
  name: 'ledger.findings',
  service: 'ledger',
  schema: 'ledger_findings',
  ddl: `
    create table finding (
      finding_id uuid primary key, position bigint not null, case_id uuid, unit text not null, status text not null, text text,
      answer text, raised_at timestamptz not null, answer_by timestamptz not null
    );
    create index finding_of_unit on finding (unit, position);
  `,
  types: ['FindingRaised', 'FindingAnswered', 'FindingClosed'],
  async apply(db: ReadModelDb, events: RecordedEvent[]): Promise<void> {
    for (const event of events) {
      if (event.type === 'FindingRaised') {
        const data = event.data as EventData<'FindingRaised'>;
        await db.query(
          `insert into finding (finding_id, position, case_id, unit, status, text, raised_at, answer_by)
           values ($1, $2, $3, $4, 'raised', $5, $6, $7) on conflict do nothing`,
          [data.findingId, event.position, data.caseId, data.unit, data.text, event.recordedAt, data.answerBy],
        );
      } else if (event.type === 'FindingAnswered') {
        const data = event.data as EventData<'FindingAnswered'>;
        await db.query(`update finding set status = 'answered', answer = $2 where finding_id = $1`, [
          data.findingId,
          data.text,
        ]);
      } else {
        const { findingId } = event.data as EventData<'FindingClosed'>;
        await db.query(`update finding set status = 'closed' where finding_id = $1`, [findingId]);
      }
    }
  },
};
