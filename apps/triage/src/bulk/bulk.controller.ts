import { Body, Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { BulkCommand, BulkResult } from '#libs/contracts';
import { Caller, Permit, type Principal } from '#libs/identity';
import { BulkCommands } from './bulk-commands.js';

/** One command for up to 500 cases. */
@ApiTags('cases')
@Controller('api/v1/cases/bulk')
export class BulkController {
  constructor(private readonly commands: BulkCommands) {}

  @Post()
  @HttpCode(HttpStatus.OK)
  @Permit({ roles: ['analyst'] })
  @ApiOperation({
    summary: 'Xử lý hàng loạt / the same command for many cases; never approves, never blocks a host or a domain',
  })
  @ApiResponse({ status: 200, standardSchema: BulkResult, description: 'One outcome for each case' })
  run(@Caller() caller: Principal, @Body({ schema: BulkCommand }) body: BulkCommand): Promise<BulkResult> {
    return this.commands.run(caller, body);
  }
}
