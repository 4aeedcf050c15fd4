import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ServiceDefinition } from '#libs/process';
import { gateway } from './gateway.js';
import { serviceOf } from './routes.js';
import type { ServiceProcess } from './service-process.js';

const service = (name: ServiceDefinition['name'], ...paths: string[]): ServiceDefinition => ({
  name,
  module: () => ({ module: Object }),
  readModels: [],
  retention: [],
  migrations: [],
  paths,
});
const INTAKE = service('intake', 'reports', 'receipts');
const TRIAGE = service('triage', 'cases');

let open: Server[];
let front: string;
let answers: Record<string, (request: IncomingMessage, response: ServerResponse) => void>;

const listen = async (server: Server): Promise<string> => {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
};

const processOf = async (of: ServiceDefinition): Promise<ServiceProcess> => {
  const url = await listen(createServer((asked, response) => answers[of.name]?.(asked, response)));
  return { service: of, url, pid: 0, ended: new Promise(() => undefined), stop: () => Promise.resolve() };
};

beforeEach(async () => {
  open = [];
  answers = {
    intake: (_, response) => response.end('intake'),
    triage: (_, response) => response.end('triage'),
  };
  front = await listen(gateway([await processOf(INTAKE), await processOf(TRIAGE)]));
});
afterEach(async () => {
  for (const server of open) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

describe('the service of a path', () => {
  it.each([
    ['/api/v1/cases', 'triage'],
    ['/api/v1/cases/1/approve?x=1', 'triage'],
    ['/api/v1/cases?q=reports', 'triage'],
    ['/api/v1/receipts/x', 'intake'],
    ['/api/v1/nothing', 'intake'],
    ['/', 'intake'],
    ['/api/docs', 'intake'],
    ['/api/v1/casesx', 'intake'],
  ])('of %s is %s', (path, name) => {
    expect(serviceOf(path, [INTAKE, TRIAGE])?.name).toBe(name);
  });
});

describe('one address before several processes', () => {
  it('passes a call on as it is, and the answer back as it is', async () => {
    answers['triage'] = (asked, response) => {
      const chunks: Buffer[] = [];
      asked.on('data', (chunk: Buffer) => chunks.push(chunk));
      asked.on('end', () => {
        response.writeHead(409, { etag: '"7"', 'x-method': asked.method, 'x-match': asked.headers['if-match'] });
        response.end(`${asked.url ?? ''} ${Buffer.concat(chunks).toString()}`);
      });
    };
    const answer = await fetch(`${front}/api/v1/cases/1/claim?a=b`, {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'if-match': '"3"' },
    });
    expect([answer.status, answer.headers.get('etag')]).toEqual([409, '"7"']);
    expect([answer.headers.get('x-method'), answer.headers.get('x-match')]).toEqual(['POST', '"3"']);
    expect(await answer.text()).toBe('/api/v1/cases/1/claim?a=b {"a":1}');
  });

  it('streams: the first line arrives while the service still writes', async () => {
    let goOn: () => void = () => undefined;
    answers['triage'] = (_, response) => {
      response.write('first\n');
      goOn = () => response.end('second\n');
    };
    const reader = (await fetch(`${front}/api/v1/cases`)).body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('first\n');
    goOn();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('second\n');
  });

  it('lets the service know when the caller is gone', async () => {
    const gone = new Promise<void>((resolve) => {
      answers['triage'] = (_, response) => {
        response.write('first\n');
        response.once('close', resolve);
      };
    });
    const ending = new AbortController();
    const reader = (await fetch(`${front}/api/v1/cases`, { signal: ending.signal })).body?.getReader();
    await reader?.read();
    ending.abort();
    await gone;
  });

  it.each([
    ['vi', 'Tạm thời chưa phục vụ được, vui lòng thử lại'],
    ['en', 'Unavailable for the moment, try again'],
  ])('says in %s when a service is away, and goes on with the others', async (language, title) => {
    const triage = open[1];
    triage?.closeAllConnections();
    await new Promise((resolve) => triage?.close(resolve));
    const answer = await fetch(`${front}/api/v1/cases`, { headers: { 'accept-language': language } });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ title, status: 503, code: 'unavailable' });
    expect(await (await fetch(`${front}/api/v1/reports`)).text()).toBe('intake');
    open = open.filter((server) => server !== triage);
  });

  it('breaks the connection when a service breaks off in the middle of an answer', async () => {
    let breakOff: () => void = () => undefined;
    answers['triage'] = (_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      breakOff = () => response.destroy();
    };
    const whole = new Promise((resolve, reject) => {
      request(`${front}/api/v1/cases`, (answer) => {
        answer.once('data', () => breakOff());
        answer.once('end', resolve).once('error', reject);
      }).end();
    });
    await expect(whole).rejects.toThrow('aborted');
  });

  it('is ready when every service is', async () => {
    answers['intake'] = answers['triage'] = (_, response) => response.end('{}');
    const ready = await fetch(`${front}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ok', checks: { intake: 'ok', triage: 'ok' } }]);
    answers['triage'] = (_, response) => response.writeHead(503).end();
    const not = await fetch(`${front}/health/ready`);
    expect([not.status, await not.json()]).toMatchObject([503, { checks: { intake: 'ok', triage: 'unavailable' } }]);
  });
});
