import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { TAXII_MEDIA_TYPE } from '#libs/contracts';
import { Logger, acceptLanguage, problemFrom } from '#libs/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { taxiiBytes } from './media-type.js';

/** Errors as TAXII clients read them (§3.6.1): the same refusals and words as everywhere, in the specification's members. */
@Catch()
export class TaxiiErrorFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = problemFrom(error);
    if (problem.code === 'internal') this.logger.error({ err: error, requestId: request.id }, 'a TAXII call failed');
    const language = acceptLanguage(request.headers['accept-language']);
    const { title, detail, errors } = problem.body(language, request.id);
    const description = detail ?? errors?.map(({ pointer, detail: what }) => `${pointer}: ${what}`).join('; ');
    void reply
      .status(problem.status)
      .headers(problem.headers())
      .header('content-language', language)
      .header('cache-control', 'no-store')
      .header('content-type', TAXII_MEDIA_TYPE)
      .send(
        taxiiBytes({
          title,
          ...(description === undefined ? {} : { description }),
          error_id: request.id,
          error_code: problem.code,
          http_status: String(problem.status),
        }),
      );
  }
}
