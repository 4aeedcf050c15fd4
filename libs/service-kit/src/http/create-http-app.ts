import type { IncomingMessage } from 'node:http';
import { NestFactory } from '@nestjs/core';
import type { DynamicModule, Type } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { v7 } from 'uuid';
import { NestLogger } from '../nest-logger.js';
import { answerProblem } from '../problem/answer.js';
import { problemFrom } from '../problem/from-error.js';
import type { Host } from '../runtime/host.js';
import { JSON_LIMIT, configureHttp } from './configure-http.js';
import { protect } from './security-headers.js';

/** The longest path parameter (bytes): signed cursors and encoded names fit. */
const LONGEST_PARAMETER = 1_024;

/** Makes the HTTP application of a module, configured as all of the product's are, not yet listening. */
export async function createHttpApp(module: Type | DynamicModule, host: Host): Promise<NestFastifyApplication> {
  const proxies = host.config.trustedProxy;
  const adapter = new FastifyAdapter({
    trustProxy: proxies === false ? false : [...proxies],
    bodyLimit: JSON_LIMIT,
    connectionTimeout: host.config.idleSeconds * 1_000,
    routerOptions: { maxParamLength: LONGEST_PARAMETER, ignoreTrailingSlash: true },
    requestIdHeader: false,
    genReqId: (request: IncomingMessage) => requestId(request.headers['x-request-id']),
    logger: false,
    // The router's own refusals (a path that cannot be decoded) never reach hooks and filters.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      protect(request.raw, reply.raw, () => {
        answerProblem(problemFrom(error), request, reply);
      });
    },
  });
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    logger: new NestLogger(host.logger),
    abortOnError: false,
  });
  configureHttp(app, host);
  return app;
}

/** The caller's `X-Request-Id` when it is a plain token, otherwise a new id. */
function requestId(header: string | string[] | undefined): string {
  return typeof header === 'string' && /^[\w.-]{1,64}$/.test(header) ? header : v7();
}
