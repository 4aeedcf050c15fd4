import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { IssueKey, KeyIssued, KeyList, KeyRevoked, KeysQuery } from '#libs/contracts';
import { Caller, Permit, type Principal } from '#libs/identity';
import { Keys } from './keys.js';

/** Keys of programs: channels, providers, schools. */
@ApiTags('keys')
@Controller('api/v1/keys')
export class KeysController {
  constructor(private readonly keys: Keys) {}

  @Post()
  @HttpCode(201)
  @Permit({ roles: ['administrator'], keys: ['provider', 'sandbox'] })
  @ApiOperation({ summary: 'Cấp khoá · Issue a key; a provider renews its own' })
  @ApiResponse({ status: 201, standardSchema: KeyIssued, description: 'The key itself is shown this once' })
  issue(@Body({ schema: IssueKey }) body: IssueKey, @Caller() caller: Principal): Promise<KeyIssued> {
    return this.keys.issue(caller, body);
  }

  @Get()
  @Permit({ roles: ['administrator', 'auditor'], keys: ['provider', 'sandbox'] })
  @ApiOperation({ summary: 'Các khoá · Keys, without their secrets' })
  @ApiResponse({ status: 200, standardSchema: KeyList, description: 'Oldest first' })
  list(@Caller() caller: Principal, @Query({ schema: KeysQuery }) query: KeysQuery): Promise<KeyList> {
    return this.keys.list(caller, query);
  }

  @Delete(':id')
  @HttpCode(200)
  @Permit({ roles: ['administrator'], keys: ['provider', 'sandbox'] })
  @ApiOperation({ summary: 'Thu hồi khoá · Revoke a key' })
  @ApiResponse({ status: 200, standardSchema: KeyRevoked, description: 'It opens nothing any more' })
  revoke(@Param('id') id: string, @Caller() caller: Principal): Promise<KeyRevoked> {
    return this.keys.revoke(caller, id);
  }
}
