import { Injectable } from '@nestjs/common';
import type { AcceptedTarget, ActionVerdictView, RequestTarget } from '#libs/contracts';
import { Database } from '#libs/service-kit';

type Reach = ActionVerdictView['reach'];

/** What else is known where an action would act. Counts over the whole installation: they name no case of another unit. */
@Injectable()
export class Reaches {
  constructor(private readonly database: Database) {}

  /** What a request for this scope makes unreachable besides the item itself. */
  async of(caseId: string, target: AcceptedTarget, scope: RequestTarget | null): Promise<Reach> {
    if (scope === null || 'url' in scope) return { extent: 'item', name: null, otherCases: 0, otherTargets: 0 };
    const wide = 'host' in scope;
    const name = wide ? scope.host : scope.domain;
    const { rows } = await this.database.query<{ cases: number; targets: number }>(wide ? ON_HOST : ON_DOMAIN, [
      name,
      caseId,
      target.contentKey,
    ]);
    return {
      extent: wide ? 'host' : 'domain',
      name,
      otherCases: rows[0]?.cases ?? 0,
      otherTargets: rows[0]?.targets ?? 0,
    };
  }
}

const count = (column: 'hosts' | 'domains', field: 'host' | 'domain'): string => `
select count(distinct c.case_id) filter (where c.case_id <> $2::uuid)::int as cases,
       count(distinct t ->> 'contentKey') filter (where t ->> 'contentKey' <> $3)::int as targets
  from triage_queue.queue_case c, jsonb_array_elements(c.state -> 'targets') t
 where c.${column} && array[$1] and t ->> '${field}' = $1`;
const ON_HOST = count('hosts', 'host');
const ON_DOMAIN = count('domains', 'domain');
