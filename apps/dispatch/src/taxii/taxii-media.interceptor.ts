import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { TAXII_MEDIA_TYPE } from '#libs/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map } from 'rxjs';
import type { Observable } from 'rxjs';
import { mustAccept, taxiiBytes } from './media-type.js';

/** Every answer is TAXII 2.1, for clients that take it. */
@Injectable()
export class TaxiiMedia implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<Buffer> {
    const http = context.switchToHttp();
    mustAccept(http.getRequest<FastifyRequest>().headers.accept);
    void http.getResponse<FastifyReply>().header('content-type', TAXII_MEDIA_TYPE);
    return next.handle().pipe(map(taxiiBytes));
  }
}
