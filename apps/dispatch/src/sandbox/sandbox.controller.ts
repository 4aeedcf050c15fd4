import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { SandboxBody, SandboxResult } from '#libs/contracts';
import { Caller, Permit } from '#libs/identity';
import type { Principal } from '#libs/identity';
import { FeedSides } from '../feed/feed-side.js';
import { Sandbox } from './sandbox.js';

/** Where providers try their client out: what is made here comes on the same addresses with the same sandbox key. */
@ApiTags('sandbox')
@Controller('api/v1/sandbox')
@Permit({ keys: ['sandbox'] })
export class SandboxController {
  constructor(
    private readonly sandbox: Sandbox,
    private readonly sides: FeedSides,
  ) {}

  @Post('requests')
  @HttpCode(201)
  @ApiOperation({ summary: 'Makes harmless test requests on example.test names, or takes them back' })
  @ApiResponse({ status: 201, standardSchema: SandboxResult, description: 'The ids of the requests' })
  async make(@Caller() caller: Principal, @Body({ schema: SandboxBody }) body: SandboxBody): Promise<SandboxResult> {
    const { provider } = this.sides.of(caller);
    return { requests: await this.sandbox.make(provider, body) };
  }

  @Post('restart')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'Rehearses a restored installation: every test request of this key is forgotten, and every cursor from before is answered with 410',
  })
  @ApiResponse({
    status: 200,
    standardSchema: SandboxResult,
    description: 'The ids of the requests that are unknown from now on',
  })
  async restart(@Caller() caller: Principal): Promise<SandboxResult> {
    const { provider } = this.sides.of(caller);
    return { requests: await this.sandbox.restart(provider) };
  }
}
