import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { SelfReportsBody, SelfReportsResult } from '#libs/contracts';
import { Caller, Permit, actorOf } from '#libs/identity';
import type { Principal } from '#libs/identity';
import { Problem } from '#libs/service-kit';
import { SelfReports } from './self-reports.js';

@ApiTags('requests')
@Controller('api/v1/self-reports')
@Permit({ keys: ['provider'] })
export class SelfReportsController {
  constructor(private readonly selfReports: SelfReports) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'What the provider removed or blocked on its own initiative' })
  @ApiResponse({
    status: 200,
    standardSchema: SelfReportsResult,
    description: 'Recorded; the same item again is known',
  })
  receive(
    @Caller() caller: Principal,
    @Body({ schema: SelfReportsBody }) body: SelfReportsBody,
  ): Promise<SelfReportsResult> {
    if (caller.provider === undefined) throw new Problem('forbidden');
    return this.selfReports.receive(caller.provider, actorOf(caller), body.items);
  }
}
