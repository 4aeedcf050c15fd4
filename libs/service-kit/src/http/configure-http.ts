import type { RawBodyRequest } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { isError } from '../native-error.js';
import { ProblemFilter } from '../problem/problem.filter.js';
import type { Host } from '../runtime/host.js';
import { compressAnswers } from './compressed.js';
import { drainOnStop } from './drain.js';
import { acceptLanguage } from './language.js';
import { parseFormBody } from './form-body.js';
import { checkTexts, parseJsonBody } from './json-body.js';
import { observeRequests } from './observe-requests.js';
import { continueTrace, withRequestContext } from './request-context.js';
import type { RequestContext } from './request-context.js';
import { RouteMethods } from './route-methods.js';
import { protect } from './security-headers.js';
import { validationPipe } from './validation.js';

/** The largest JSON body (bytes). Streams (imports) are as long as they like. */
export const JSON_LIMIT = 1024 * 1024;

/** Media types that reach their controller as an unread stream: `@Req() request` → `request.body` is a `Readable`. */
export const STREAMED_TYPES = [
  'text/csv',
  'application/x-ndjson',
  'application/ndjson',
  'text/plain',
  'application/octet-stream',
];

type Fastify = ReturnType<ReturnType<NestFastifyApplication['getHttpAdapter']>['getInstance']>;

const contexts = new WeakMap<FastifyRequest, RequestContext>();

/**
 * Makes an application answer as the product does everywhere: problems (RFC 9457) for every error, collected validation errors,
 * body limits, refusal of broken text, security headers, request id and trace. Call it once, before `listen`.
 */
export function configureHttp(app: NestFastifyApplication, host: Host): void {
  const fastify = app.getHttpAdapter().getInstance();
  const routes = new RouteMethods();
  fastify.addHook('onRoute', (route) => {
    routes.add(route.url, route.method);
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    protect(request.raw, reply.raw, (error) => {
      done(isError(error) ? error : undefined);
    });
  });
  requestContext(fastify);
  bodyParsers(fastify);
  observeRequests(fastify, host, (request) => contexts.get(request));
  fastify.addHook('preHandler', (request, _reply, done) => {
    checkTexts(request.params);
    checkTexts(request.query);
    done();
  });
  compressAnswers(fastify);
  drainOnStop(fastify, host);
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter(host.logger, (url) => routes.of(url)));
  app.enableShutdownHooks();
}

/** The context is entered again after the body was read: its events come from the socket, outside of the first entry. */
function requestContext(fastify: Fastify): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const header = request.headers['traceparent'];
    const context: RequestContext = {
      requestId: request.id,
      language: acceptLanguage(request.headers['accept-language']),
      ...continueTrace(typeof header === 'string' ? header : undefined),
    };
    contexts.set(request, context);
    void reply.header('x-request-id', context.requestId);
    withRequestContext(context, done);
  });
  fastify.addHook('preValidation', (request, _reply, done) => {
    const context = contexts.get(request);
    if (context) withRequestContext(context, done);
    else done();
  });
}

/** A signature is over bytes, not over what they mean: a body that says it is signed stays at hand as it was sent. */
function keepSigned(request: RawBodyRequest<FastifyRequest>, body: Buffer): void {
  if (request.headers['webhook-signature'] !== undefined) request.rawBody = body;
}

function bodyParsers(fastify: Fastify): void {
  fastify.removeAllContentTypeParsers();
  const json = { parseAs: 'buffer' as const, bodyLimit: JSON_LIMIT };
  fastify.addContentTypeParser<Buffer>(/^application\/([\w.+-]+\+)?json(;|$)/, json, (request, body, done) => {
    try {
      keepSigned(request, body);
      done(null, parseJsonBody(body));
    } catch (error) {
      done(error as Error);
    }
  });
  fastify.addContentTypeParser<Buffer>(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer' as const, bodyLimit: JSON_LIMIT },
    (request, body, done) => {
      try {
        done(null, parseFormBody(request.routeOptions.config, body));
      } catch (error) {
        done(error as Error);
      }
    },
  );
  fastify.addContentTypeParser(STREAMED_TYPES, (_request, payload, done) => {
    done(null, payload);
  });
}
