import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Host } from '../runtime/host.js';

type Fastify = ReturnType<ReturnType<NestFastifyApplication['getHttpAdapter']>['getInstance']>;

/** Counts and times requests by the route's pattern, never by its path: a path can hold a receipt. */
export function observeRequests(fastify: Fastify, host: Host): void {
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
    host.logger.debug({ ...labels, ms: Math.round(reply.elapsedTime), requestId: request.id }, 'answered');
    done();
  });
}
