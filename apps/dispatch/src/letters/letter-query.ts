import { Injectable } from '@nestjs/common';
import type { LetterDetail, LetterState, LetterView, RequestItem, RequestState } from '#libs/contracts';
import { Clock, Database } from '#libs/service-kit';
import type { LetterIssued } from '../adapters/letter/letter-facts.js';

interface Row {
  letter_id: string;
  position: string;
  number: string;
  issued: LetterIssued;
  sent_on: string | null;
  way: string | null;
  requests: number;
  open: number;
  overdue: number;
  state: LetterState;
}

export interface FoundLetter {
  readonly view: LetterView;
  readonly issued: LetterIssued;
  readonly position: number;
}

export interface LettersWanted {
  /** Null: of every unit. */
  readonly units: readonly string[] | null;
  readonly state?: LetterState | undefined;
  readonly provider?: string | undefined;
  /** Below this position. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/**
 * What a letter still waits for: its block while the block is asked for and not settled, its lift while the lift is. A block whose order
 * ended owes nothing any more; its lift is on a letter of its own.
 */
const OPEN = `case l.issued ->> 'kind'
  when 'lift' then r.status in ('lift-queued', 'lift-delivered') or (r.status = 'parked' and r.kind = 'lift')
  else r.status in ('queued', 'delivered', 'acknowledged') or (r.status = 'parked' and r.kind = 'block') end`;

const LETTERS = `
  select l.letter_id, l.position, l.number, l.issued, to_char(l.sent_on, 'YYYY-MM-DD') as sent_on, l.way, s.*,
         case when s.open = 0 then 'answered' when l.sent_on is null then 'to-send' else 'waiting' end as state
    from dispatch_letter_list.letter_row l
    cross join lateral (
      select count(*)::int as requests, (count(*) filter (where ${OPEN}))::int as open,
             (count(*) filter (where ${OPEN} and r.overdue_at <= $1::timestamptz))::int as overdue
        from dispatch_letter_list.letter_item i
        left join dispatch_requests.request_row r using (request_id)
       where i.letter_id = l.letter_id) s`;

/** Reads letters with how their requests stand now. */
@Injectable()
export class LetterQuery {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Newest first. */
  async list({ units, state, provider, before, limit }: LettersWanted): Promise<FoundLetter[]> {
    const { rows } = await this.database.query<Row>(
      `select * from (${LETTERS} where ($2::text[] is null or l.unit = any ($2)) and ($3::text is null or l.provider = $3)
          and ($4::bigint is null or l.position < $4)) as found
        where $5::text is null or state = $5 order by position desc limit $6`,
      [this.clock.now(), units, provider ?? null, before ?? null, state ?? null, limit],
    );
    return rows.map(foundOf);
  }

  async one(id: string): Promise<FoundLetter | undefined> {
    const { rows } = await this.database.query<Row>(`${LETTERS} where l.letter_id = $2`, [this.clock.now(), id]);
    return rows[0] && foundOf(rows[0]);
  }

  /** The requests on it, in the order of the sheet; one whose target was erased is left out. */
  async items({ issued }: FoundLetter): Promise<LetterDetail['items']> {
    const { rows } = await this.database.query<{
      request_id: string;
      case_id: string;
      status: RequestState;
      body: Omit<RequestItem, 'target'> & { target: RequestItem['target'] | null };
      overdue: boolean;
      answers: LetterDetail['items'][number]['answers'];
    }>(
      `select i.request_id, i.case_id, r.status, f.body, (${OPEN} and coalesce(r.overdue_at <= $2::timestamptz, false)) as overdue,
              (select coalesce(json_agg(json_build_object('answer', a.answer, 'incoming',
                        json_build_object('number', a.number, 'date', to_char(a.on_date, 'YYYY-MM-DD'))) order by a.on_date, a.answer), '[]')
                 from dispatch_letter_list.letter_answer a
                where a.letter_id = i.letter_id and a.request_id = i.request_id) as answers
         from dispatch_letter_list.letter_item i
         join dispatch_letter_list.letter_row l using (letter_id)
         join dispatch_requests.request_row r using (request_id)
         join dispatch_feed.item f on f.provider = l.provider
          and f.sequence = (l.issued -> 'items' -> (i.line - 1) ->> 'sequence')::bigint
        where i.letter_id = $1 order by i.line`,
      [issued.letterId, this.clock.now()],
    );
    return rows.flatMap(({ request_id: request, case_id, status: state, body, overdue, answers }) =>
      body.target === null
        ? []
        : [
            {
              request,
              case: case_id,
              reference: body.reference,
              action: body.action,
              target: body.target,
              state,
              dueAt: body.dueAt,
              overdue,
              answers,
            },
          ],
    );
  }
}

function foundOf({ issued, position, number, sent_on, way, ...row }: Row): FoundLetter {
  const { letterId, year, kind, provider, addressee, unit, issuedAt, dueAt, files } = issued;
  const { requests, open, overdue, state } = row;
  const sent = sent_on === null ? null : { on: sent_on, way };
  const own = { id: letterId, number, year, kind, provider, addressee, unit, issuedAt, dueAt, files };
  return { view: { ...own, state, open, overdue, requests, sent }, issued, position: Number(position) };
}
