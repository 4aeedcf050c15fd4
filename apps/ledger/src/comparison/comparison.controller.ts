import { Controller, Get, Header, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Comparison } from '#libs/contracts';
import { Caller, Permit } from '#libs/identity';
import type { Principal } from '#libs/identity';
import { Comparisons } from './comparisons.js';

/** Is what staff see what the log says? */
@ApiTags('audit')
@Controller('api/v1/audit/compare')
@Permit({ roles: ['auditor'] })
export class ComparisonController {
  constructor(private readonly comparisons: Comparisons) {}

  @Get()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Kết quả đối chiếu gần nhất · live compared with rebuilt: the newest run, or how far it is',
  })
  @ApiResponse({ status: 200, standardSchema: Comparison, description: 'Which tables differ, by key' })
  last(): Promise<Comparison> {
    return this.comparisons.last();
  }

  @Post()
  @HttpCode(202)
  @ApiOperation({ summary: 'Đối chiếu ngay · compare now, in the background; nothing is changed' })
  @ApiResponse({ status: 202, standardSchema: Comparison, description: 'Begun: ask again for its progress' })
  begin(@Caller() caller: Principal): Promise<Comparison> {
    return this.comparisons.begin(caller.id);
  }
}
