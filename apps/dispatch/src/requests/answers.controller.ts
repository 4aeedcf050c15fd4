import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  AcknowledgeBody,
  AnswerResult,
  AnswersBody,
  AnswersResult,
  EnforcedBody,
  LiftedBody,
  RefusedBody,
  shapes,
} from '#libs/contracts';
import { Caller, Permit, actorOf } from '#libs/identity';
import type { Principal } from '#libs/identity';
import { FeedSides } from '../feed/feed-side.js';
import { Answering } from './answering.js';

/** What providers answer. Each answer may be sent again: the second time nothing happens and the words are the same. */
@ApiTags('requests')
@Controller('api/v1/requests')
@Permit({ keys: ['provider', 'sandbox'] })
export class AnswersController {
  constructor(
    private readonly sides: FeedSides,
    private readonly answering: Answering,
  ) {}

  @Post('answers')
  @HttpCode(200)
  @ApiOperation({ summary: 'Up to 500 answers at once, an outcome for each' })
  @ApiResponse({ status: 200, standardSchema: AnswersResult, description: 'Outcomes in the order of the answers' })
  many(@Caller() caller: Principal, @Body({ schema: AnswersBody }) body: AnswersBody): Promise<AnswersResult> {
    return this.answering.answerAll(this.sides.of(caller), actorOf(caller), body.answers);
  }

  @Post(':id/acknowledge')
  @HttpCode(200)
  @ApiOperation({ summary: 'The request has arrived (xác nhận đã nhận)' })
  @ApiResponse({ status: 200, standardSchema: AnswerResult, description: 'Recorded' })
  acknowledge(
    @Caller() caller: Principal,
    @Param('id', { schema: shapes.uuid }) id: string,
    @Body({ schema: AcknowledgeBody.optional() }) _body: unknown,
  ): Promise<AnswerResult> {
    return this.answering.answer(this.sides.of(caller), actorOf(caller), { id, answer: 'acknowledge' });
  }

  @Post(':id/enforced')
  @HttpCode(200)
  @ApiOperation({ summary: 'The block is in effect (đã thực hiện)' })
  @ApiResponse({ status: 200, standardSchema: AnswerResult, description: 'Recorded' })
  enforced(
    @Caller() caller: Principal,
    @Param('id', { schema: shapes.uuid }) id: string,
    @Body({ schema: EnforcedBody.optional() }) body: EnforcedBody | undefined,
  ): Promise<AnswerResult> {
    return this.answering.answer(this.sides.of(caller), actorOf(caller), { id, answer: 'enforced', ...body });
  }

  @Post(':id/refused')
  @HttpCode(200)
  @ApiOperation({ summary: 'The provider does not carry it out, and why' })
  @ApiResponse({ status: 200, standardSchema: AnswerResult, description: 'Recorded' })
  refused(
    @Caller() caller: Principal,
    @Param('id', { schema: shapes.uuid }) id: string,
    @Body({ schema: RefusedBody }) body: RefusedBody,
  ): Promise<AnswerResult> {
    return this.answering.answer(this.sides.of(caller), actorOf(caller), { id, answer: 'refused', ...body });
  }

  @Post(':id/lifted')
  @HttpCode(200)
  @ApiOperation({ summary: 'The block is gone (đã gỡ chặn)' })
  @ApiResponse({ status: 200, standardSchema: AnswerResult, description: 'Recorded' })
  lifted(
    @Caller() caller: Principal,
    @Param('id', { schema: shapes.uuid }) id: string,
    @Body({ schema: LiftedBody.optional() }) body: LiftedBody | undefined,
  ): Promise<AnswerResult> {
    return this.answering.answer(this.sides.of(caller), actorOf(caller), { id, answer: 'lifted', ...body });
  }
}
