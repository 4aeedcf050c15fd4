import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { PROBLEMS } from '#libs/contracts';
import { AppConfig, Logger, problemFrom } from '#libs/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BuiltPages, html, languageOf } from '#libs/pages';
import { helpDoor } from './form-page.js';
import { document } from './layout.js';
import { PUBLIC_WORDS } from './words.js';

/** What goes wrong on a public page is said on a page, with the way to help on it: never a stack, never what was sent. */
@Catch()
export class PageProblemFilter implements ExceptionFilter {
  constructor(
    private readonly pages: BuiltPages,
    private readonly config: AppConfig,
    private readonly logger: Logger,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = problemFrom(error);
    if (problem.code === 'internal') this.logger.error({ err: error, requestId: request.id }, 'a page failed');
    const { language } = languageOf(request);
    const words = PUBLIC_WORDS[language];
    const said = problem.status === 429 ? words.tooMany : PROBLEMS[problem.code][language];
    const { mode = 'production' } = this.config;
    const look = { style: this.#or(() => this.pages.publicStyle), icon: this.#or(() => this.pages.icon) };
    void reply
      .status(problem.status)
      .headers(problem.headers())
      .header('cache-control', 'no-store')
      .header('content-language', language)
      .type('text/html; charset=utf-8')
      .send(
        document(
          { language, words, mode, path: '/', ...look },
          words.problem,
          html`${helpDoor(words)}
            <h1>${words.problem}</h1>
            <p class="lead">${said}. ${words.ifUrgent}</p>
            <p><a href="/">${words.back}</a></p>`,
        ),
      );
  }

  /** A page without its stylesheet is still a page. */
  #or(look: () => string): string {
    try {
      return look();
    } catch {
      return '';
    }
  }
}
