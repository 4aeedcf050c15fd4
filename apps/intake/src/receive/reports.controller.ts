import { Body, Controller, Headers, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { ApiAcceptedResponse, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { PublicReportAccepted, ReportAccepted, ReportRequest } from '#libs/contracts';
import { Caller, EVERY_ROLE, Permit, PublicRateGuard, type Principal } from '#libs/identity';
import { Problem, idempotencyKey } from '#libs/service-kit';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { PartnerCalls } from '../partners/partner-calls.js';
import { ReceiveReport } from './receive-report.js';
import { inputOf } from './report-input.js';

/** Channels get the whole answer, everybody else the receipt and nothing more. */
const Accepted = z.union([ReportAccepted, PublicReportAccepted]);

@ApiTags('reports')
@Controller('api/v1/reports')
export class ReportsController {
  constructor(
    private readonly reports: ReceiveReport,
    private readonly partners: PartnerCalls,
  ) {}

  @Post()
  @HttpCode(202)
  @Permit({ public: true, keys: ['channel'], roles: EVERY_ROLE })
  @UseGuards(PublicRateGuard)
  @ApiOperation({ summary: 'Gửi phản ánh / send a report' })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'the same key and body give the same answer' })
  @ApiAcceptedResponse({ standardSchema: Accepted, description: 'on disk; the public form gets the receipt only' })
  async receive(
    @Body({ schema: ReportRequest }) body: ReportRequest,
    @Headers('idempotency-key') key: string | undefined,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
  ): Promise<z.infer<typeof Accepted>> {
    const signedId = this.partners.mustBeSigned(caller, request);
    const letter = body.channel === 'letter';
    if (letter && !entersLetters(caller)) throw new Problem('forbidden');
    const sender = { principal: caller, letter, address: request.ip, idempotencyKey: signedId ?? idempotencyKey(key) };
    const accepted = await this.reports.receive(inputOf(body), sender);
    return caller.kind === 'key' || letter ? accepted : { receipt: accepted.receipt };
  }
}

/** Analysts and approvers answer for what came to their unit on paper. */
const entersLetters = ({ kind, roles, unit }: Principal): boolean =>
  kind === 'person' && unit !== null && roles.some((role) => role === 'analyst' || role === 'approver');
