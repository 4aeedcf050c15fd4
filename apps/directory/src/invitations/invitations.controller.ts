import { Body, Controller, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AcceptInvitation, AcceptedInvitation, InvitationList } from '#libs/contracts';
import { Permit, Public } from '#libs/identity';
import { Invitations } from './invitations.js';

/** The door of new colleagues. */
@ApiTags('session')
@Controller('api/v1')
export class InvitationsController {
  constructor(private readonly invitations: Invitations) {}

  @Get('invitations')
  @Permit({ roles: ['administrator', 'auditor'] })
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Thư mời và tài khoản · Invitations and whether people can sign in; no token' })
  @ApiResponse({ status: 200, standardSchema: InvitationList, description: 'Newest first; accounts by person' })
  list(): Promise<InvitationList> {
    return this.invitations.list();
  }

  @Post('invitations/:token')
  @HttpCode(200)
  @Public({ sameSite: true })
  @ApiOperation({ summary: 'Đặt mật khẩu theo thư mời · Set the password of an invited account, once' })
  @ApiResponse({
    status: 200,
    standardSchema: AcceptedInvitation,
    description: 'The password is set: sign in with this login',
  })
  accept(
    @Param('token') token: string,
    @Body({ schema: AcceptInvitation }) body: AcceptInvitation,
  ): Promise<AcceptedInvitation> {
    return this.invitations.accept(token, body.password);
  }
}
