import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { SetUp as SetUpBody, SetUpDone } from '#libs/contracts';
import { Public } from '#libs/identity';
import { SetUp } from './set-up.js';

/** The one-time door of a new installation. */
@ApiTags('session')
@Controller('api/v1')
export class SetUpController {
  constructor(private readonly setUp: SetUp) {}

  @Post('setup')
  @HttpCode(201)
  @Public({ sameSite: true })
  @ApiOperation({ summary: 'Thiết lập lần đầu · First set-up: two administrators of two units, once' })
  @ApiResponse({
    status: 201,
    standardSchema: SetUpDone,
    description: 'The invitation is for the second administrator',
  })
  run(@Body({ schema: SetUpBody }) body: SetUpBody): Promise<SetUpDone> {
    return this.setUp.run(body);
  }
}
