import { Injectable } from '@nestjs/common';
import { holds, type Officer } from '#libs/domain';
import { Clock, Database } from '#libs/service-kit';
import type { CaseFileRead } from '../cases/case-files.js';

/** Notes when an approver first saw a proposal, so that they can be told how long they took. */
@Injectable()
export class ApprovalLooks {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async seen({ state }: CaseFileRead, officer: Officer): Promise<void> {
    if (state.status !== 'awaiting-approval' || !holds(officer, 'approver')) return;
    await this.database.query(
      'insert into triage.approval_look (person, digest, first_at) values ($1, $2, $3) on conflict do nothing',
      [officer.person, state.pending.digest, this.clock.now().toISOString()],
    );
  }
}
