import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../logger.js';
import { answerProblem } from './answer.js';
import { problemFrom } from './from-error.js';
import { Problem } from './problem.js';

/** Renders whatever was thrown as a problem: the only place where an error becomes an answer. Never a stack, never what was sent. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  /** @param allowedMethods the methods a path answers to, for telling 405 from 404. */
  constructor(
    private readonly logger: Logger,
    private readonly allowedMethods: (url: string) => readonly string[] = () => [],
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw error;
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  private answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const problem = this.#refine(problemFrom(error), request);
    if (problem.code === 'internal') {
      this.logger.error({ err: error, requestId: request.id, route: request.routeOptions.url }, 'a request failed');
    }
    answerProblem(problem, request, reply);
  }

  #refine(problem: Problem, request: FastifyRequest): Problem {
    if (problem.code !== 'not-found' || !request.is404) return problem;
    const methods = this.allowedMethods(request.url);
    if (methods.length === 0) return problem;
    return new Problem('method-not-allowed', { headers: { allow: methods.join(', ') } });
  }
}
