import { EVENTS } from '#libs/contracts';
import type { AcceptedTarget, EventData, EventType } from '#libs/contracts';
import type { RecordedEvent } from '#libs/event-store';
import type { ReadModel, ReadModelDb } from '#libs/messaging';

type Kind = 'target' | 'order' | 'person';

/** Characters of a term that are kept, and looked for. */
export const LONGEST = 500;

const CASE = /^case-([0-9a-f-]{36})$/;

/** Streams of these categories belong to a case. */
const OF_A_CASE: ReadonlySet<string> = new Set([
  'claim',
  'case',
  'order',
  'request',
  'answerlink',
  'referral',
  'support',
]);

const TYPES = (Object.keys(EVENTS) as EventType[]).filter((type) => OF_A_CASE.has(EVENTS[type].category));

/** What an event lets the auditor find its case by. */
const termsOf = (event: RecordedEvent): [Kind, string][] => {
  const terms: [Kind, string][] = event.actor.kind === 'person' ? [['person', event.actor.id]] : [];
  if (event.type === 'CaseOpened') {
    const { target } = event.data as EventData<'CaseOpened'>;
    if (target?.state === 'accepted') terms.push(...targetTerms(target));
    if (target?.state === 'unparseable') terms.push(['target', target.raw.trim().slice(0, LONGEST)]);
  }
  if (event.type === 'CaseMerged') {
    const { targets } = event.data as EventData<'CaseMerged'>;
    for (const target of targets ?? []) if (target.state === 'accepted') terms.push(...targetTerms(target));
  }
  if (event.type === 'OrderIssued' || event.type === 'CompetentAuthorityAsked') {
    const { orderId, reference } = event.data as EventData<'OrderIssued'>;
    terms.push(['order', orderId], ['order', reference]);
  }
  return terms;
};

const targetTerms = (target: AcceptedTarget): [Kind, string][] => [
  ['target', target.contentKey.slice(0, LONGEST)],
  ['target', target.canonicalUrl.slice(0, LONGEST)],
  ['target', target.host],
];

const rows = (events: readonly RecordedEvent[]) =>
  events.flatMap((event) => {
    const caseId = CASE.exec(event.orderingKey)?.[1];
    if (caseId === undefined) return [];
    return [{ caseId, event, terms: termsOf(event) }];
  });

/** Which streams belong to a case, and by which target, order or person it can be found. */
export const trace: ReadModel = {
  name: 'ledger.trace',
  service: 'ledger',
  schema: 'ledger_trace',
  mayRest: true,
  ddl: `
    create table case_stream (case_id uuid, stream text, primary key (case_id, stream));
    create table case_term (
      case_id uuid, kind text, term text, first_position bigint not null, first_at timestamptz not null,
      primary key (case_id, kind, term)
    );
    create index case_term_found on case_term (kind, term text_pattern_ops, first_position);
  `,
  types: TYPES,
  async apply(db: ReadModelDb, events: RecordedEvent[]): Promise<void> {
    const found = rows(events);
    await db.query(
      'insert into case_stream (case_id, stream) select * from unnest($1::uuid[], $2::text[]) on conflict do nothing',
      [found.map(({ caseId }) => caseId), found.map(({ event }) => event.stream)],
    );
    const terms = found.flatMap(({ caseId, event, terms }) =>
      terms.map(([kind, term]) => ({ caseId, kind, term, event })),
    );
    await db.query(
      `insert into case_term (case_id, kind, term, first_position, first_at)
       select distinct on (c, k, t) c, k, t, p, a
       from unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::timestamptz[]) as x (c, k, t, p, a)
       order by c, k, t, p
       on conflict do nothing`,
      [
        terms.map(({ caseId }) => caseId),
        terms.map(({ kind }) => kind),
        terms.map(({ term }) => term),
        terms.map(({ event }) => event.position),
        terms.map(({ event }) => event.recordedAt),
      ],
    );
  },
};
