import { randomUUID } from 'node:crypto';
import { createServer, request as forward } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { ServiceDefinition } from '#libs/process';
import { Problem, acceptLanguage } from '#libs/service-kit';
import type { ServiceProcess } from './service-process.js';
import { serviceOf } from './routes.js';

/** The problem every process of the product would send; too late for one, a broken connection says that the answer is not whole. */
const unavailable = (request: IncomingMessage, response: ServerResponse): void => {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const problem = new Problem('unavailable', { retryAfter: 2 });
  const language = acceptLanguage(request.headers['accept-language']);
  response.writeHead(problem.status, {
    ...problem.headers(),
    'content-type': 'application/problem+json; charset=utf-8',
    'content-language': language,
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(problem.body(language, randomUUID())));
};

/** The caller's address, after those that earlier proxies named; the services believe it because it comes from loopback. */
const forwardedFor = (request: IncomingMessage): string =>
  [request.headers['x-forwarded-for'], request.socket.remoteAddress]
    .flat()
    .filter((part) => part !== undefined)
    .join(', ');

/** Streams a call to a service and its answer back, as long as either side is there. */
const pass = (request: IncomingMessage, response: ServerResponse, to: ServiceProcess): void => {
  const onward = forward(
    new URL(request.url ?? '/', to.url),
    { method: request.method, headers: { ...request.headers, 'x-forwarded-for': forwardedFor(request) } },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    },
  );
  onward.on('error', () => unavailable(request, response));
  response.on('close', () => onward.destroy());
  request.pipe(onward);
};

/** Ready when every service is. */
const readiness = async (processes: readonly ServiceProcess[], response: ServerResponse): Promise<void> => {
  const checks = await Promise.all(
    processes.map(async ({ service, url }): Promise<[string, string]> => {
      const ok = await fetch(`${url}/health/ready`).then(
        (answer) => answer.ok,
        () => false,
      );
      return [service.name, ok ? 'ok' : 'unavailable'];
    }),
  );
  const ready = checks.every(([, state]) => state === 'ok');
  response.writeHead(ready ? 200 : 503, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify({ status: ready ? 'ok' : 'unavailable', checks: Object.fromEntries(checks) }));
};

/** One address before several service processes, as nginx is in an installation (infra/nginx). */
export const gateway = (processes: readonly ServiceProcess[]): Server => {
  const services: readonly ServiceDefinition[] = processes.map(({ service }) => service);
  return createServer((request, response) => {
    if (request.url === '/health/ready') {
      void readiness(processes, response);
      return;
    }
    const wanted = serviceOf(request.url ?? '/', services);
    const process = processes.find(({ service }) => service === wanted);
    if (process) pass(request, response, process);
    else unavailable(request, response);
  });
};
