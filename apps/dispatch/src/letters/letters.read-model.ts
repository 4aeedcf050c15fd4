import type { LetterEvent } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import type { ReadModel } from '#libs/messaging';
import { numberOf } from '../adapters/letter/letter-text.js';

const TYPES = ['LetterIssued', 'LetterSent', 'LetterAnswered'] as const satisfies readonly LetterEvent['type'][];

const DDL = `
create table letter_row (
  letter_id uuid primary key,
  position bigint not null unique,
  number text not null,
  provider text not null,
  unit text not null,
  -- The event that numbered it, whole: its files are made from it.
  issued jsonb not null,
  sent_on date,
  way text
);
create index letter_row_unit on letter_row (unit, position);
create table letter_item (
  letter_id uuid not null,
  request_id uuid not null,
  -- Place on the sheet, from 1.
  line int not null,
  case_id uuid not null,
  primary key (letter_id, request_id)
);
create table letter_answer (
  letter_id uuid not null,
  request_id uuid not null,
  answer text not null,
  number text not null,
  on_date date not null,
  primary key (letter_id, request_id, answer, number, on_date)
);
`;

/** Official letters to providers: what was numbered, when it was sent, which letters came back. */
export const lettersReadModel: ReadModel = {
  name: 'dispatch.letters',
  service: 'dispatch',
  schema: 'dispatch_letter_list',
  ddl: DDL,
  types: TYPES,
  async apply(db, events) {
    for (const event of events as (RecordedEvent & LetterEvent)[]) {
      switch (event.type) {
        case 'LetterIssued': {
          const { data } = event;
          const row = [data.letterId, event.position, numberOf(data), data.provider, data.unit, JSON.stringify(data)];
          await db.query(
            `insert into letter_row (letter_id, position, number, provider, unit, issued) values ($1, $2, $3, $4, $5, $6)`,
            row,
          );
          await db.query(
            `insert into letter_item (letter_id, request_id, line, case_id)
             select $1, i.request, i.line, i.case_id from unnest($2::uuid[], $3::uuid[]) with ordinality as i (request, case_id, line)`,
            [data.letterId, data.items.map(({ requestId }) => requestId), data.items.map(({ caseId }) => caseId)],
          );
          break;
        }
        case 'LetterSent': {
          const { letterId, sentOn, way } = event.data;
          await db.query('update letter_row set sent_on = $2, way = $3 where letter_id = $1', [letterId, sentOn, way]);
          break;
        }
        case 'LetterAnswered': {
          const { letterId, requestId, answer, incoming } = event.data;
          await db.query(
            `insert into letter_answer (letter_id, request_id, answer, number, on_date) values ($1, $2, $3, $4, $5)
             on conflict do nothing`,
            [letterId, requestId, answer, incoming.number, incoming.date],
          );
          break;
        }
      }
    }
  },
};
