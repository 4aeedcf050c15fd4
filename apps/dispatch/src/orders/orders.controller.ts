import { Body, Controller, Get, Header, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  AnswerLinkResult,
  IssueAnswerLinkBody,
  IssuedAnswerLink,
  OrderDetail,
  OrderName,
  OrderPage,
  OrderResult,
  OrdersQuery,
  RenewBody,
  RevokeAnswerLinkBody,
  WidenBody,
  WidenResult,
  WideningPreview,
  WideningQuery,
  WithdrawBody,
  shapes,
} from '#libs/contracts';
import { Caller, Permit } from '#libs/identity';
import type { Principal } from '#libs/identity';
import { etagOf } from '#libs/service-kit';
import { LinkCommands } from '../answer-link/link-commands.js';
import { OrderCommands } from './order-commands.js';
import { OrderReading } from './order-reading.js';
import { WideningPreviews } from './widening-preview.js';

/** Orders for those who decide and those who inspect. */
@ApiTags('orders')
@Controller('api/v1/orders')
export class OrdersController {
  constructor(
    private readonly reading: OrderReading,
    private readonly commands: OrderCommands,
    private readonly widenings: WideningPreviews,
    private readonly links: LinkCommands,
  ) {}

  @Get()
  @Permit({ roles: ['analyst', 'approver', 'auditor'] })
  @ApiOperation({ summary: 'Orders, newest first; with inForceAt those in force at that moment' })
  @ApiResponse({ status: 200, standardSchema: OrderPage, description: 'One page' })
  list(@Caller() caller: Principal, @Query({ schema: OrdersQuery }) query: OrdersQuery): Promise<OrderPage> {
    return this.reading.list(caller, query);
  }

  @Get(':id')
  @Permit({ roles: ['analyst', 'approver', 'auditor'] })
  @ApiOperation({ summary: 'One order with its requests; the ETag is its version' })
  @ApiResponse({ status: 200, standardSchema: OrderDetail, description: 'The order as it stands' })
  async one(
    @Caller() caller: Principal,
    @Param('id', { schema: shapes.uuid }) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderDetail> {
    const order = await this.reading.one(caller, id);
    void reply.header('etag', etagOf(order.version));
    return order;
  }

  @Get(':id/widening')
  @Permit({ roles: ['analyst', 'approver', 'auditor'] })
  @ApiOperation({ summary: 'What a wider action at one provider would reach, and what of it is guarded' })
  @ApiResponse({ status: 200, standardSchema: WideningPreview, description: 'Nothing was changed' })
  widening(
    @Caller() caller: Principal,
    @Param('id', { schema: shapes.uuid }) id: string,
    @Query({ schema: WideningQuery }) query: WideningQuery,
  ): Promise<WideningPreview> {
    return this.widenings.preview(caller, id, query);
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @Permit({ roles: ['approver'], ownUnit: true })
  @ApiOperation({ summary: 'Thu hồi yêu cầu: one approver is enough; every provider gets a lift' })
  @ApiResponse({ status: 200, standardSchema: OrderResult, description: 'Withdrawn' })
  withdraw(
    @Caller() caller: Principal,
    @Param('id', { schema: shapes.uuid }) id: string,
    @Body({ schema: WithdrawBody }) body: WithdrawBody,
  ): Promise<OrderResult> {
    return this.commands.withdraw(caller, id, body);
  }

  @Post(':id/renew')
  @HttpCode(200)
  @Permit({ roles: ['analyst', 'approver'], ownUnit: true })
  @ApiOperation({ summary: 'Gia hạn: the first call proposes, the same call by an approver renews' })
  @ApiResponse({ status: 200, standardSchema: OrderResult, description: 'Proposed or renewed' })
  renew(
    @Caller() caller: Principal,
    @Param('id', { schema: shapes.uuid }) id: string,
    @Body({ schema: RenewBody }) body: RenewBody,
  ): Promise<OrderResult> {
    return this.commands.renew(caller, id, body);
  }

  @Post(':id/widen')
  @HttpCode(200)
  @Permit({ roles: ['analyst', 'approver'], ownUnit: true })
  @ApiOperation({ summary: 'A wider action at one provider, knowing what else becomes unreachable; two people' })
  @ApiResponse({ status: 200, standardSchema: WidenResult, description: 'Proposed or widened' })
  widen(
    @Caller() caller: Principal,
    @Param('id', { schema: shapes.uuid }) id: string,
    @Body({ schema: WidenBody }) body: WidenBody,
  ): Promise<WidenResult> {
    return this.commands.widen(caller, id, body);
  }

  @Post(':id/answer-links/revoke')
  @HttpCode(200)
  @Permit({ roles: ['approver', 'administrator'], ownUnit: true })
  @ApiOperation({
    summary: 'Thu hồi một đường dẫn trả lời: one link closes at once; the order and its other links stay',
  })
  @ApiResponse({ status: 200, standardSchema: AnswerLinkResult, description: 'Nobody looks or answers by it any more' })
  revokeLink(
    @Caller() caller: Principal,
    @Param('id', { schema: OrderName }) id: OrderName,
    @Body({ schema: RevokeAnswerLinkBody }) body: RevokeAnswerLinkBody,
  ): Promise<AnswerLinkResult> {
    return this.links.revoke(caller, id, body);
  }

  @Post(':id/answer-links/issue')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @Permit({ roles: ['approver'], ownUnit: true })
  @ApiOperation({ summary: 'Cấp đường dẫn trả lời mới: a fresh link for a revoked one, to be handed to the recipient' })
  @ApiResponse({ status: 200, standardSchema: IssuedAnswerLink, description: 'The link: a key for this one request' })
  issueLink(
    @Caller() caller: Principal,
    @Param('id', { schema: shapes.uuid }) id: string,
    @Body({ schema: IssueAnswerLinkBody }) body: IssueAnswerLinkBody,
  ): Promise<IssuedAnswerLink> {
    return this.links.issue(caller, id, body);
  }
}
