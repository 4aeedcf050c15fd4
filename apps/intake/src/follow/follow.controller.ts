import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AfterQuery, ReportView } from '#libs/contracts';
import { Caller, Permit, type Principal } from '#libs/identity';
import { Problem, ReadPosition } from '#libs/service-kit';
import { FollowReport } from './follow-report.js';
import { isUuid } from '../door/is-uuid.js';

@ApiTags('reports')
@Controller('api/v1/reports')
export class FollowController {
  constructor(
    private readonly reports: FollowReport,
    private readonly position: ReadPosition,
  ) {}

  @Get(':id')
  @Permit({ keys: ['channel'], roles: ['analyst', 'approver', 'auditor'] })
  @ApiOperation({ summary: 'Tình trạng phản ánh / where a report stands' })
  @ApiOkResponse({ standardSchema: ReportView, description: 'for the channel that sent it and for staff' })
  async get(
    @Param('id') id: string,
    @Query({ schema: AfterQuery }) { after }: AfterQuery,
    @Caller() caller: Principal,
  ): Promise<ReportView> {
    if (!isUuid(id)) throw new Problem('not-found');
    const { stale } = await this.position.wait(['triage.progress'], after);
    const report = await this.reports.get(id.toLowerCase(), caller);
    if (!report) throw new Problem('not-found');
    return { ...report, ...(stale ? { stale } : {}) };
  }
}
