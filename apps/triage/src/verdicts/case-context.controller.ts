import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CaseAfterQuery, CaseNeighbours, CaseVerdicts, VerdictQuery, shapes } from '#libs/contracts';
import { Caller, Permit, type Principal } from '#libs/identity';
import { Neighbours } from '../neighbours/neighbours.js';
import { Verdicts } from './verdicts.js';

const READERS = { roles: ['analyst', 'approver', 'auditor'], ownUnit: true } as const;
const ID = { schema: shapes.uuid };

/** What one looks at beside a case before deciding. */
@ApiTags('cases')
@Controller('api/v1/cases/:id')
export class CaseContextController {
  constructor(
    private readonly verdicts: Verdicts,
    private readonly neighbours: Neighbours,
  ) {}

  @Get('verdicts')
  @Permit(READERS)
  @ApiOperation({ summary: 'Được làm gì, ai có thẩm quyền, chặn mất những gì / what each action would meet and reach' })
  @ApiResponse({ status: 200, standardSchema: CaseVerdicts, description: 'All six actions, narrowest first' })
  verdictsOf(
    @Caller() caller: Principal,
    @Param('id', ID) id: string,
    @Query({ schema: VerdictQuery }) query: VerdictQuery,
  ): Promise<CaseVerdicts> {
    return this.verdicts.of(caller, id, query);
  }

  @Get('neighbours')
  @Permit(READERS)
  @ApiOperation({ summary: 'Vụ việc khác trên cùng máy chủ, tên miền / other cases on the same host and domain' })
  @ApiResponse({ status: 200, standardSchema: CaseNeighbours, description: 'Those the caller may read, newest first' })
  neighboursOf(
    @Caller() caller: Principal,
    @Param('id', ID) id: string,
    @Query({ schema: CaseAfterQuery }) query: CaseAfterQuery,
  ): Promise<CaseNeighbours> {
    return this.neighbours.of(caller, id, query.after);
  }
}
