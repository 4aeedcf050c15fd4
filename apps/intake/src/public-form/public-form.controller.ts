import { Body, Controller, Get, Post, Query, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { PUBLIC, Public, PublicRateGuard } from '#libs/identity';
import { BuiltPages, languageCookie, languageOf, type Html } from '#libs/pages';
import {
  AcceptsForms,
  AppConfig,
  Ids,
  currentRequest,
  withRequestContext,
  type FormFields,
  type Language,
} from '#libs/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LookUpReceipt } from '../follow/look-up-receipt.js';
import { ReceiveReport } from '../receive/receive-report.js';
import { inputOf } from '../receive/report-input.js';
import { helpPage, reportPage, type Filled } from './form-page.js';
import { document, type Page } from './layout.js';
import { PageProblemFilter } from './page-problem.filter.js';
import { readReportForm } from './report-input.js';
import { lookUpPage, receiptPage } from './receipt-page.js';
import { PUBLIC_WORDS } from './words.js';

const KEY = /^[\x21-\x7e]{16,64}$/;
/** Where "leave quickly" leads: a page that anybody may have been reading. */
const SOMEWHERE_ELSE = 'https://vi.wikipedia.org/';

/** Runs what words its errors itself in the language the person chose, which a header may contradict. */
const inLanguage = <T>(language: Language, work: () => T): T => {
  const context = currentRequest();
  return context ? withRequestContext({ ...context, language }, work) : work();
};

/** The public door for people: HTML that needs no script, over the same intake as every other channel. */
@ApiExcludeController()
@Public()
@UseFilters(PageProblemFilter)
@Controller()
export class PublicFormController {
  constructor(
    private readonly reports: ReceiveReport,
    private readonly receipts: LookUpReceipt,
    private readonly pages: BuiltPages,
    private readonly ids: Ids,
    private readonly config: AppConfig,
  ) {}

  @Get()
  form(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.#show(request, reply, 200, '/', (page) => [page.words.title, reportPage(page, this.#empty())]);
  }

  @Get('can-ho-tro')
  help(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.#show(request, reply, 200, '/can-ho-tro', (page) => [page.words.helpTitle, helpPage(page, this.#empty())]);
  }

  @Post('bao-tin')
  @AcceptsForms()
  @UseGuards(PublicRateGuard)
  async report(
    @Body() body: FormFields | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const fields = body ?? {};
    const read = inLanguage(languageOf(request).language, () => readReportForm(fields));
    const plea = fields['help'] === 'yes';
    if (!read.ok) {
      const filled = { fields, errors: read.errors, key: this.#key(fields) };
      this.#show(request, reply, 422, plea ? '/can-ho-tro' : '/', (page) =>
        plea ? [page.words.helpTitle, helpPage(page, filled)] : [page.words.title, reportPage(page, filled)],
      );
      return;
    }
    // Whoever is signed in reports as the public does: the form knows nobody.
    const sender = { principal: PUBLIC, address: request.ip, idempotencyKey: this.#key(fields) };
    const { receipt } = await this.reports.receive(inputOf(read.request), sender);
    const lookUp = `${request.protocol}://${request.host}/tra-cuu?ma=${receipt}`;
    this.#show(request, reply, 200, plea ? '/can-ho-tro' : '/', (page) => [
      page.words.receiptTitle,
      receiptPage(page, receipt, lookUp, plea),
    ]);
  }

  /** With `?ma=` for whoever scanned the code; the form itself posts. */
  @Get('tra-cuu')
  @UseGuards(PublicRateGuard)
  async lookUp(
    @Query('ma') code: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.#lookUp(typeof code === 'string' ? code : '', request, reply);
  }

  @Post('tra-cuu')
  @AcceptsForms()
  @UseGuards(PublicRateGuard)
  async lookUpPosted(
    @Body() body: FormFields | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const code = body?.['ma'];
    await this.#lookUp(typeof code === 'string' ? code : '', request, reply);
  }

  /** What was open is not kept: the pages here are never stored, and this clears what the browser holds of them. */
  @Get('thoat')
  leave(@Res() reply: FastifyReply): void {
    void reply.header('cache-control', 'no-store').header('clear-site-data', '"cache"').redirect(SOMEWHERE_ELSE, 303);
  }

  async #lookUp(text: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const code = text.trim().slice(0, 64);
    const asked = code === '' ? undefined : { code, found: await this.receipts.of(code) };
    const status = asked?.found === null ? 404 : 200;
    this.#show(request, reply, status, '/tra-cuu', (page) => [page.words.lookUpTitle, lookUpPage(page, asked)]);
  }

  #empty(): Filled {
    return { fields: {}, errors: [], key: this.ids.random(18).toString('base64url') };
  }

  #key(fields: FormFields): string {
    const key = fields['key'];
    return typeof key === 'string' && KEY.test(key) ? key : this.ids.random(18).toString('base64url');
  }

  #show(
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    path: string,
    content: (page: Page) => [title: string, main: Html],
  ): void {
    const { language, chosen } = languageOf(request);
    const page: Page = {
      language,
      words: PUBLIC_WORDS[language],
      mode: this.config.mode ?? 'production',
      style: this.pages.publicStyle,
      icon: this.pages.icon,
      path,
    };
    if (chosen) void reply.header('set-cookie', languageCookie(language));
    void reply
      .status(status)
      .header('cache-control', 'no-store')
      .header('content-language', language)
      .header('vary', 'accept-language, cookie')
      .type('text/html; charset=utf-8')
      .send(document(page, ...content(page)));
  }
}
