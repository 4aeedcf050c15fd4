import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { PROBLEMS } from '#libs/contracts';
import { languageOf } from '#libs/pages';
import { Logger, problemFrom } from '#libs/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerDocument, saidPage } from './answer-page.js';
import { AnswerReply } from './answer-reply.js';
import { ANSWER_WORDS } from './answer-words.js';

/** What goes wrong at an answer link is said on a page; a link that never was, is over or is another's gives the very same one. */
@Catch()
export class AnswerProblemFilter implements ExceptionFilter {
  constructor(
    private readonly replies: AnswerReply,
    private readonly logger: Logger,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = problemFrom(error);
    if (problem.code === 'internal') this.logger.error({ err: error, requestId: request.id }, 'an answer page failed');
    const { language } = languageOf(request);
    const words = ANSWER_WORDS[language];
    const [title, text] =
      problem.status === 404
        ? [words.unknown, words.unknownLead]
        : [words.problem, `${PROBLEMS[problem.code][language]}.`];
    void reply.headers(problem.headers());
    this.replies.send(request, reply, problem.status, (page) => answerDocument(page, title, saidPage(title, text)));
  }
}
