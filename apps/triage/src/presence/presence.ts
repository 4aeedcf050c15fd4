import { Injectable } from '@nestjs/common';
import type { LookingAtCase } from '#libs/contracts';
import type { Principal } from '#libs/identity';
import { Database, Problem } from '#libs/service-kit';
import { CaseFiles } from '../cases/case-files.js';
import { Officers, mayRead } from '../people/officers.js';
import { CaseQueue } from '../queue/case-queue.js';
import { PresenceFeed } from './presence-feed.js';

/** A page that says nothing for so long is not looked at any more. Pages renew every 10 seconds. */
export const LOOKING_FOR = '25 seconds';

/** Keeps who looks at a case: a short lease in the database, so that it holds over several processes. */
@Injectable()
export class Presence {
  constructor(
    private readonly database: Database,
    private readonly queue: CaseQueue,
    private readonly files: CaseFiles,
    private readonly officers: Officers,
    private readonly feed: PresenceFeed,
  ) {}

  /** @throws {Problem} `not-found`, `foreign-unit`. Reading the case is on record by itself; this writes no event. */
  async looking(caller: Principal, caseId: string, { leaving }: LookingAtCase): Promise<void> {
    const officer = await this.officers.of(caller);
    const row = (await this.queue.row(caseId)) ?? (await this.files.read(caseId)).row;
    if (!mayRead(officer, row)) throw new Problem('foreign-unit');
    if (leaving === true) {
      await this.database.query('delete from triage.looking where case_id = $1 and person = $2', [caseId, caller.id]);
    } else {
      await this.database.query(LOOK, [caseId, caller.id, LOOKING_FOR]);
    }
    this.feed.wake();
  }
}

/** Renews the lease, or begins a new one where the last had lapsed; sweeps what lapsed long ago. */
const LOOK = `
with swept as (delete from triage.looking where until < now() - interval '5 minutes')
insert into triage.looking as l (case_id, person, since, until) values ($1, $2, now(), now() + $3::interval)
on conflict (case_id, person) do update
   set since = case when l.until < now() then excluded.since else l.since end, until = excluded.until`;
