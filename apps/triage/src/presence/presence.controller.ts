import { Body, Controller, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { LookingAtCase, shapes } from '#libs/contracts';
import { Caller, Permit, type Principal } from '#libs/identity';
import { Presence } from './presence.js';

/** Who looks at a case now; heard at `GET /events/live`. */
@ApiTags('live')
@Controller('api/v1/cases/:id/looking')
export class PresenceController {
  constructor(private readonly presence: Presence) {}

  @Post()
  @HttpCode(HttpStatus.NO_CONTENT)
  @Permit({ roles: ['analyst', 'approver'], ownUnit: true })
  @ApiOperation({ summary: 'Đang xem vụ việc / I am looking at this case; said again every 10 seconds' })
  @ApiResponse({ status: 204, description: 'Noted for 25 seconds' })
  looking(
    @Caller() caller: Principal,
    @Param('id', { schema: shapes.uuid }) id: string,
    @Body({ schema: LookingAtCase }) body: LookingAtCase,
  ): Promise<void> {
    return this.presence.looking(caller, id, body);
  }
}
