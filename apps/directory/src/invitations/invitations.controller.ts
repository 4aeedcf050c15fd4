import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AcceptInvitation, AcceptedInvitation } from '#libs/contracts';
import { Public } from '#libs/identity';
import { Invitations } from './invitations.js';

/** The door of new colleagues. */
@ApiTags('session')
@Controller('api/v1')
export class InvitationsController {
  constructor(private readonly invitations: Invitations) {}

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
