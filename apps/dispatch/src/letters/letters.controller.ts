import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  LetterAnswersBody,
  LetterAnswersResult,
  LetterDetail,
  LetterFileParams,
  LetterList,
  LetterResult,
  LetterSentBody,
  LettersQuery,
  shapes,
} from '#libs/contracts';
import type { AnswersResult, LetterFormat } from '#libs/contracts';
import { Caller, Permit } from '#libs/identity';
import type { Principal } from '#libs/identity';
import { LetterCommands } from './letter-commands.js';
import { Letters } from './letters.js';

const TYPES: Readonly<Record<LetterFormat, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
  csv: 'text/csv; charset=utf-8',
};

const FILES = {
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': {
    schema: { type: 'string', format: 'binary' },
  },
  'application/pdf': { schema: { type: 'string', format: 'binary' } },
  'text/csv': { schema: { type: 'string', format: 'binary' } },
} as const;

/** Official letters to providers that want one: taken from here, sent by people, their answers entered here. */
@ApiTags('letters')
@Controller('api/v1/letters')
@Permit({ roles: ['analyst', 'approver', 'auditor'], ownUnit: true })
export class LettersController {
  constructor(
    private readonly letters: Letters,
    private readonly commands: LetterCommands,
  ) {}

  @Get()
  @Permit({ roles: ['analyst', 'approver', 'auditor'] })
  @ApiOperation({
    summary: 'Công văn gửi doanh nghiệp · letters to providers, newest first: the own unit’s, or all for auditors',
  })
  @ApiResponse({ status: 200, standardSchema: LetterList, description: 'One page' })
  list(@Caller() caller: Principal, @Query({ schema: LettersQuery }) query: LettersQuery): Promise<LetterList> {
    return this.letters.list(caller, query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One letter with its requests as they stand' })
  @ApiResponse({ status: 200, standardSchema: LetterDetail, description: 'Counts as a look at each of its cases' })
  one(@Caller() caller: Principal, @Param('id', { schema: shapes.uuid }) id: string): Promise<LetterDetail> {
    return this.letters.one(caller, id);
  }

  @Get(':id/files/:format')
  @ApiOperation({ summary: 'The letter as DOCX, PDF or CSV: the same bytes whenever it is asked for' })
  @ApiResponse({
    status: 200,
    description: 'The file; its SHA-256 is its ETag and stands in X-Lachan-SHA256',
    content: FILES,
  })
  async file(
    @Caller() caller: Principal,
    @Param({ schema: LetterFileParams }) { id, format }: LetterFileParams,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { name, body, sha256 } = await this.letters.file(caller, id, format);
    void reply
      .header('cache-control', 'no-store')
      .header('etag', `"${sha256}"`)
      .header('x-lachan-sha256', sha256)
      .header('content-disposition', `attachment; filename="${name}"`)
      .type(TYPES[format])
      .send(body);
  }

  @Post(':id/sent')
  @HttpCode(200)
  @Permit({ roles: ['analyst', 'approver'], ownUnit: true })
  @ApiOperation({ summary: 'Đã gửi: the day it left the house, and how' })
  @ApiResponse({ status: 200, standardSchema: LetterResult, description: 'Recorded' })
  sent(
    @Caller() caller: Principal,
    @Param('id', { schema: shapes.uuid }) id: string,
    @Body({ schema: LetterSentBody }) body: LetterSentBody,
  ): Promise<LetterResult> {
    return this.commands.sent(caller, id, body);
  }

  @Post(':id/answers')
  @HttpCode(200)
  @Permit({ roles: ['analyst', 'approver'], ownUnit: true })
  @ApiOperation({ summary: 'Nhập công văn trả lời: what the letter that came back says of each request' })
  @ApiResponse({
    status: 200,
    standardSchema: LetterAnswersResult,
    description: 'Outcomes in the order of the answers',
  })
  answers(
    @Caller() caller: Principal,
    @Param('id', { schema: shapes.uuid }) id: string,
    @Body({ schema: LetterAnswersBody }) body: LetterAnswersBody,
  ): Promise<AnswersResult> {
    return this.commands.answer(caller, id, body);
  }
}
