import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Host } from '../runtime/host.js';

type Fastify = ReturnType<ReturnType<NestFastifyApplication['getHttpAdapter']>['getInstance']>;

/** How long requests in hand may take once the process stops, before their connections are cut (ms). */
const LONGEST_DRAIN = 10_000;

/**
 * Once the process stops: connections end with the answer they wait for, instead of being kept alive, and whoever takes
 * too long is cut off. What was acknowledged is committed; what was not is sent again by its sender.
 */
export function drainOnStop(fastify: Fastify, host: Host): void {
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (host.stopping.aborted) void reply.header('connection', 'close');
    done();
  });
  host.stopping.addEventListener('abort', () => {
    setTimeout(() => {
      fastify.server.closeAllConnections();
    }, LONGEST_DRAIN).unref();
  });
}
