import { Injectable } from '@nestjs/common';
import type { Category, NextCase } from '#libs/contracts';
import type { Officer } from '#libs/domain';
import { Clock, Database } from '#libs/service-kit';
import { unitsOf } from '../people/officers.js';

/** How long a case that was handed out is kept from others while its claim travels to the queue. */
const HELD_FOR = '10 seconds';
/** A lost race for the best case is run again for the next one; more than this many rivals at once do not happen. */
const MOST_RACES = 50;

/**
 * Hands out the next case of a unit's queue: overdue first, then priority, then age. Rows that another statement is
 * handing out at this moment are skipped (`SKIP LOCKED`), and those handed out a moment ago are left out, so that two
 * analysts never get the same one. No lock outlives the statement; the claim's own stream has the last word.
 */
@Injectable()
export class NextCaseQueue {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The id of a case that is kept for this officer for a moment; undefined when nothing is waiting. */
  async take(officer: Officer, wanted: NextCase, without: readonly Category[] = []): Promise<string | undefined> {
    for (let race = 0; race < MOST_RACES; race += 1) {
      const { rows } = await this.database.query<{ found: string | null; taken: string | null }>(TAKE, [
        unitsOf(officer),
        officer.person,
        this.clock.now().toISOString(),
        wanted.category ?? null,
        wanted.province ?? null,
        HELD_FOR,
        without,
      ]);
      const row = rows[0];
      if (row?.taken != null) return row.taken;
      if (row?.found == null) return undefined;
    }
    return undefined;
  }
}

const TAKE = `
with best as (
  select c.case_id
    from triage_queue.queue_case c
   where c.status = 'open'
     and c.unit = any($1::text[])
     and (c.claimed_by is null or c.claim_until <= $3::timestamptz)
     and (c.assignee is null or c.assignee = $2)
     and ($4::text is null or c.category = $4)
     and ($5::text is null or c.province = $5)
     and not (coalesce(c.category = any($7::text[]), false) and c.assignee is null)
     and not exists (select from triage.handed_out h where h.case_id = c.case_id and h.until > now())
   order by case when c.due_at <= $3::timestamptz then 0 else 1 end, c.priority_rank, c.opened_at, c.case_id
   limit 1
     for update of c skip locked
), taken as (
  insert into triage.handed_out as h (case_id, person, until)
  select case_id, $2, now() + $6::interval from best
      on conflict (case_id) do update set person = excluded.person, until = excluded.until where h.until <= now()
  returning case_id
)
select (select case_id from best) as found, (select case_id from taken) as taken`;
