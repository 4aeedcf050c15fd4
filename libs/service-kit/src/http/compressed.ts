import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { RouteConfig } from '@nestjs/platform-fastify';

type Fastify = ReturnType<ReturnType<NestFastifyApplication['getHttpAdapter']>['getInstance']>;

const MARK = 'lachanCompressed';
/** Shorter answers fit one packet as they are. */
const WORTH_IT = 1_024;
const compress = promisify(gzip);

/**
 * Lets a route's long answers go out compressed. Only for lists without secrets: the length of a compressed answer tells what of it
 * repeats what an outsider put there (BREACH), so whatever holds a key, a reference, a receipt or a contact stays as it is.
 */
export const Compressed = (): MethodDecorator => RouteConfig({ [MARK]: true });

const takesGzip = (header: string | undefined): boolean =>
  (header ?? '').split(',').some((part) => /^\s*gzip\s*(;|$)/i.test(part) && !/;\s*q=0(\.0*)?\s*$/i.test(part));

/** Compresses what {@link Compressed} routes answer. Errors, streams and every other route are left alone. */
export function compressAnswers(fastify: Fastify): void {
  fastify.addHook('onSend', async (request, reply, payload) => {
    if ((request.routeOptions.config as unknown as Record<string, unknown>)[MARK] !== true) return payload;
    void reply.header('vary', 'accept-encoding');
    if (reply.statusCode !== 200 || typeof payload !== 'string' || payload.length < WORTH_IT) return payload;
    if (!takesGzip(request.headers['accept-encoding'])) return payload;
    void reply.header('content-encoding', 'gzip').removeHeader('content-length');
    return compress(payload, { level: constants.Z_DEFAULT_COMPRESSION });
  });
}
