import { Body, Controller, Get, Inject, Param, Post, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { PUBLIC, Public, PublicRateGuard } from '#libs/identity';
import { BuiltPages, languageOf, type Html } from '#libs/pages';
import {
  AcceptsForms,
  AppConfig,
  Ids,
  Problem,
  currentRequest,
  withRequestContext,
  type FormFields,
} from '#libs/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Page } from '../public-form/layout.js';
import { PageProblemFilter } from '../public-form/page-problem.filter.js';
import { readReportForm } from '../public-form/report-input.js';
import { PUBLIC_WORDS } from '../public-form/words.js';
import { ReceiveReport } from '../receive/receive-report.js';
import { inputOf } from '../receive/report-input.js';
import { buttonForm, buttonReceipt, framed } from './button-page.js';
import { PARTNERS } from './partners-token.js';
import type { Partner, Partners } from './settings.js';

const KEY = /^[\x21-\x7e]{16,64}$/;

/** The report button: a form that a partner's pages may show in a frame, or send from a form of their own. Needs no script. */
@ApiExcludeController()
@Public()
@UseFilters(PageProblemFilter)
@Controller('nut-bao')
export class ButtonController {
  constructor(
    private readonly reports: ReceiveReport,
    private readonly pages: BuiltPages,
    private readonly ids: Ids,
    private readonly config: AppConfig,
    @Inject(PARTNERS) private readonly partners: Partners,
  ) {}

  @Get(':partner')
  form(@Param('partner') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const partner = this.#partner(name);
    const filled = { fields: {}, errors: [], key: this.#key({}) };
    this.#show(partner, request, reply, 200, (page) => buttonForm(page, name, filled));
  }

  @Post(':partner')
  @AcceptsForms()
  @UseGuards(PublicRateGuard)
  async report(
    @Param('partner') name: string,
    @Body() body: FormFields | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const partner = this.#partner(name);
    const fields = body ?? {};
    const context = currentRequest();
    const read = context
      ? withRequestContext({ ...context, language: languageOf(request).language }, () => readReportForm(fields))
      : readReportForm(fields);
    if (!read.ok) {
      const filled = { fields, errors: read.errors, key: this.#key(fields) };
      this.#show(partner, request, reply, 422, (page) => buttonForm(page, name, filled));
      return;
    }
    const sender = { principal: PUBLIC, button: true, address: request.ip, idempotencyKey: this.#key(fields) };
    const { receipt } = await this.reports.receive(inputOf(read.request), sender);
    this.#show(partner, request, reply, 200, (page) => buttonReceipt(page, receipt));
  }

  #partner(name: string): Partner {
    const partner = this.partners.get(name);
    if (!partner) throw new Problem('not-found');
    return partner;
  }

  #key(fields: FormFields): string {
    const key = fields['key'];
    return typeof key === 'string' && KEY.test(key) ? key : this.ids.random(18).toString('base64url');
  }

  /** Framed by this partner's origins and nobody else; without any, by nobody. */
  #show(
    partner: Partner,
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    main: (page: Page) => Html,
  ): void {
    const { language } = languageOf(request);
    const words = PUBLIC_WORDS[language];
    const { mode = 'production' } = this.config;
    const page: Page = {
      language,
      words,
      mode,
      style: this.pages.publicStyle,
      icon: this.pages.icon,
      path: request.url,
    };
    const ancestors = partner.frames.length === 0 ? "'none'" : partner.frames.join(' ');
    reply.raw.removeHeader('x-frame-options');
    void reply
      .status(status)
      .header(
        'content-security-policy',
        `default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors ${ancestors}`,
      )
      .header('cache-control', 'no-store')
      .header('content-language', language)
      .header('vary', 'accept-language, cookie')
      .type('text/html; charset=utf-8')
      .send(framed(page, main(page)));
  }
}
