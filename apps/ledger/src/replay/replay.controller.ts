import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { CaseReplay, ReplayQuery } from '#libs/contracts';
import { EventStore } from '#libs/event-store';
import { AccessLog, Caller, Permit, registersSubscription } from '#libs/identity';
import type { Principal } from '#libs/identity';
import { Clock, Database, Problem, ReadPosition } from '#libs/service-kit';
import { caseHistory } from './case-streams.js';
import { Policies } from './policies.js';
import { redact } from './redact.js';
import { replayCase } from './replay.js';

const CaseId = z.uuid();

/**
 * "Why was this blocked in March?": a case with its history, as at any moment. What people wrote, and whom it was about, is
 * masked unless a purpose is stated; that and the purpose are recorded before the answer leaves.
 */
@ApiTags('audit')
@Controller('api/v1/audit/cases')
export class ReplayController {
  constructor(
    private readonly store: EventStore,
    private readonly database: Database,
    private readonly position: ReadPosition,
    private readonly clock: Clock,
    private readonly access: AccessLog,
    private readonly policies: Policies,
  ) {}

  @Get(':id/replay')
  @Permit({ roles: ['auditor'] })
  @ApiOperation({ summary: 'Vụ việc tại một thời điểm · a case as it stood at a moment' })
  @ApiResponse({ status: 200, standardSchema: CaseReplay, description: 'State and history' })
  async replay(
    @Param('id', { schema: CaseId }) caseId: string,
    @Query({ schema: ReplayQuery }) query: ReplayQuery,
    @Caller() caller: Principal,
  ): Promise<CaseReplay> {
    // The policies of the day are told beside the case: both as of the same moment.
    const behind = ['ledger.trace', registersSubscription('ledger')];
    const { stale } = await this.position.wait(behind, query.after ?? (await this.store.head()));
    const at = query.at === undefined ? this.clock.now().toISOString() : new Date(query.at).toISOString();
    const events = await caseHistory(this.database, this.store, caseId, at);
    if (events.length === 0) throw new Problem('not-found');
    const policies = await this.policies.during(events);
    if (query.purpose === undefined) {
      await this.access.caseViewed(caller, caseId);
      const { events: masked, fields } = redact(events);
      const replay = replayCase(caseId, at, masked);
      return {
        ...replay,
        events: replay.events.map((event) => {
          const redacted = fields.get(event.id);
          return redacted === undefined ? event : { ...event, redacted };
        }),
        redacted: true,
        policies,
        ...(stale && { stale }),
      };
    }
    await this.access.evidenceExported(caller, caseId, query.purpose);
    return { ...replayCase(caseId, at, events), redacted: false, policies, ...(stale && { stale }) };
  }
}
