import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { RequestPage, RequestSnapshot, RequestView, RequestsQuery, shapes } from '#libs/contracts';
import { Caller, Permit, actorOf } from '#libs/identity';
import type { Principal } from '#libs/identity';
import { Answering } from '../requests/answering.js';
import { FeedSides } from './feed-side.js';
import { OpenAnswers } from './open-answers.js';
import { Polling } from './polling.js';
import { goneSignal } from './gone.js';

/** What providers pull. A sandbox key sees its own test requests at the same addresses, and nothing else. */
@ApiTags('requests')
@Controller('api/v1/requests')
@Permit({ keys: ['provider', 'sandbox'] })
export class RequestsController {
  constructor(
    private readonly sides: FeedSides,
    private readonly polling: Polling,
    private readonly answering: Answering,
    private readonly open: OpenAnswers,
  ) {}

  @Get()
  @ApiOperation({
    summary: "This provider's block and lift requests after a cursor; lifts first",
    description: '410 `cursor-gone`: the installation was restored. Take the snapshot in place of everything you have.',
  })
  @ApiResponse({ status: 200, standardSchema: RequestPage, description: 'Store the cursor after applying the items' })
  poll(
    @Caller() caller: Principal,
    @Query({ schema: RequestsQuery }) query: RequestsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RequestPage> {
    const own = this.sides.of(caller);
    this.open.enter(own.provider, 'page', reply);
    const gone = goneSignal(reply);
    return this.polling.poll(own, actorOf(caller), { ...query, cursor: query.cursor, gone });
  }

  @Get('snapshot')
  @ApiOperation({ summary: 'Everything in force now, with the cursor that goes on from there' })
  @ApiResponse({ status: 200, standardSchema: RequestSnapshot, description: 'Replaces whatever the provider has' })
  snapshot(@Caller() caller: Principal, @Res({ passthrough: true }) reply: FastifyReply): Promise<RequestSnapshot> {
    const own = this.sides.of(caller);
    this.open.enter(own.provider, 'whole', reply);
    return this.polling.snapshot(own, actorOf(caller));
  }

  @Get(':id')
  @ApiOperation({ summary: 'One request and what was answered to it' })
  @ApiResponse({ status: 200, standardSchema: RequestView, description: 'The request as it stands' })
  one(@Caller() caller: Principal, @Param('id', { schema: shapes.uuid }) id: string): Promise<RequestView> {
    return this.answering.view(this.sides.of(caller), id);
  }
}
