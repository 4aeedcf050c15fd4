import type { FastifyReply, FastifyRequest } from 'fastify';
import { acceptLanguage } from '../http/language.js';
import type { Problem } from './problem.js';

const CONTENT_TYPE = 'application/problem+json; charset=utf-8';

/** Sends a problem in the language of the request. */
export function answerProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply): void {
  if (reply.sent || reply.raw.headersSent) {
    // Too late for an answer: breaking the connection is the only way to say that the body is not complete.
    reply.raw.destroy();
    return;
  }
  const language = acceptLanguage(request.headers['accept-language']);
  void reply
    .status(problem.status)
    .headers(problem.headers())
    .header('content-language', language)
    .header('cache-control', 'no-store')
    .type(CONTENT_TYPE)
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problem.body(language, request.id));
}
