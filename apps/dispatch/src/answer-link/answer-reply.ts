import { Injectable } from '@nestjs/common';
import { BuiltPages, languageCookie, languageOf } from '#libs/pages';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AnswerPage } from './answer-page.js';

/** Sends a page of an answer link: in the reader's language, kept by nobody, found by no search engine. */
@Injectable()
export class AnswerReply {
  constructor(private readonly pages: BuiltPages) {}

  send(request: FastifyRequest, reply: FastifyReply, status: number, page: (look: AnswerPage) => string): void {
    const { language, chosen } = languageOf(request);
    if (chosen) void reply.header('set-cookie', languageCookie(language));
    const look = { language, style: this.#or(() => this.pages.publicStyle), icon: this.#or(() => this.pages.icon) };
    void reply
      .status(status)
      .header('cache-control', 'no-store')
      .header('x-robots-tag', 'noindex, nofollow')
      .header('content-language', language)
      .header('vary', 'accept-language, cookie')
      .type('text/html; charset=utf-8')
      .send(page(look));
  }

  /** A page without its stylesheet is still a page. */
  #or(address: () => string): string {
    try {
      return address();
    } catch {
      return '';
    }
  }
}
