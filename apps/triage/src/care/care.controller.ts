import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CareQuery, MyCare, RevealText, RevealedText, SetMyCare, UnitCare, shapes } from '#libs/contracts';
import { Caller, Permit, type Principal } from '#libs/identity';
import { Care } from './care.js';
import { Reveal } from './reveal.js';

const STAFF = { roles: ['analyst', 'approver'] } as const;

/** Care for the staff: covered words, breaks, what one is not handed. */
@ApiTags('care')
@Controller('api/v1')
export class CareController {
  constructor(
    private readonly care: Care,
    private readonly reveals: Reveal,
  ) {}

  @Post('cases/:id/reveal')
  @HttpCode(HttpStatus.OK)
  @Permit({ roles: ['analyst', 'approver', 'auditor'], ownUnit: true })
  @ApiOperation({ summary: 'Hiện phần được che / show a covered text in the clear; asking is on record' })
  @ApiResponse({ status: 200, standardSchema: RevealedText, description: 'The text as it was written' })
  reveal(
    @Caller() caller: Principal,
    @Param('id', { schema: shapes.uuid }) id: string,
    @Body({ schema: RevealText }) body: RevealText,
  ): Promise<RevealedText> {
    return this.reveals.text(caller, id, body);
  }

  @Get('care/mine')
  @Permit(STAFF)
  @ApiOperation({ summary: 'Ca làm việc của tôi / my own shift, breaks and settings; shown to nobody else' })
  @ApiResponse({ status: 200, standardSchema: MyCare, description: 'As it stands' })
  mine(@Caller() caller: Principal, @Query({ schema: CareQuery }) query: CareQuery): Promise<MyCare> {
    return this.care.mine(caller, query.after);
  }

  @Post('care/mine')
  @HttpCode(HttpStatus.OK)
  @Permit(STAFF)
  @ApiOperation({ summary: 'Nhóm nội dung tôi không nhận / categories I am not handed' })
  @ApiResponse({ status: 200, standardSchema: MyCare, description: 'As it stands now' })
  set(@Caller() caller: Principal, @Body({ schema: SetMyCare }) body: SetMyCare): Promise<MyCare> {
    return this.care.set(caller, body);
  }

  @Get('care/unit')
  @Permit({ roles: ['approver'] })
  @ApiOperation({ summary: 'Số liệu chung của đơn vị / figures of the whole unit, hidden below five people' })
  @ApiResponse({ status: 200, standardSchema: UnitCare, description: 'The last 30 days' })
  unit(@Caller() caller: Principal): Promise<UnitCare> {
    return this.care.ofUnit(caller);
  }
}
