import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { CaseReplay, ReplayQuery } from '#libs/contracts';
import { EventStore } from '#libs/event-store';
import { AccessLog, Caller, Permit } from '#libs/identity';
import type { Principal } from '#libs/identity';
import { Clock, Database, Problem, ReadPosition } from '#libs/service-kit';
import { caseHistory } from './case-streams.js';
import { replayCase } from './replay.js';

const CaseId = z.uuid();

/** "Why was this blocked in March?": a case with its history, as at any moment. */
@ApiTags('audit')
@Controller('api/v1/audit/cases')
export class ReplayController {
  constructor(
    private readonly store: EventStore,
    private readonly database: Database,
    private readonly position: ReadPosition,
    private readonly clock: Clock,
    private readonly access: AccessLog,
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
    const { stale } = await this.position.wait(['ledger.trace'], query.after ?? (await this.store.head()));
    const at = query.at === undefined ? this.clock.now().toISOString() : new Date(query.at).toISOString();
    const events = await caseHistory(this.database, this.store, caseId, at);
    if (events.length === 0) throw new Problem('not-found');
    await this.access.caseViewed(caller, caseId);
    return { ...replayCase(caseId, at, events), ...(stale && { stale }) };
  }
}
