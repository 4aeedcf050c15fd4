import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import type { Host } from '../runtime/host.js';
import { requestSpan } from '../tracing/request-span.js';
import type { RequestContext } from './request-context.js';

type Fastify = ReturnType<ReturnType<NestFastifyApplication['getHttpAdapter']>['getInstance']>;

/** Counts and times requests by the route's pattern, never by its path: a path can hold a receipt. Tells of them as spans where those are wanted. */
export function observeRequests(
  fastify: Fastify,
  host: Host,
  contextOf: (request: FastifyRequest) => RequestContext | undefined,
): void {
  const duration = host.metrics.histogram('lachan_http_request_seconds', 'Duration of HTTP requests', [
    'method',
    'route',
    'status',
  ]);
  fastify.addHook('onResponse', (request, reply, done) => {
    host.door?.answered();
    const route = request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown');
    const labels = { method: request.method, route, status: String(reply.statusCode) };
    duration.observe(labels, reply.elapsedTime / 1_000);
    const { spans } = host;
    const context = spans && contextOf(request);
    if (spans && context) {
      const { method } = request;
      const span = requestSpan(context, { method, route, status: reply.statusCode, took: reply.elapsedTime });
      if (span) spans.ended(span);
    }
    host.logger.debug({ ...labels, ms: Math.round(reply.elapsedTime), requestId: request.id }, 'answered');
    done();
  });
}
