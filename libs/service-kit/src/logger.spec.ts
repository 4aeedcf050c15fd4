import { describe, expect, it } from '@jest/globals';
import { continueTrace, withRequestContext } from './http/request-context.js';
import { createLogger } from './logger.js';

const SECRET = 'do-not-log-this';

describe('the log', () => {
  it('never holds credentials, contacts, notes or reported URLs, at any depth a line has', () => {
    const lines: string[] = [];
    const logger = createLogger({ level: 'debug', destination: { write: (line) => lines.push(line) } });
    logger.info({ password: SECRET, authorization: SECRET, receipt: SECRET }, 'flat');
    logger.info({ request: { headers: { authorization: SECRET, cookie: SECRET } } }, 'headers');
    logger.info({ body: { urls: [SECRET], note: SECRET } }, 'body');
    logger.warn({ report: { reporter: { contact: SECRET }, target: { url: SECRET } } }, 'report');
    logger.child({ service: 'intake', key: SECRET }).error({ event: { data: { note: SECRET } } }, 'child');
    expect(lines).toHaveLength(5);
    expect(lines.join('')).not.toContain(SECRET);
  });

  it('keeps what operators need', () => {
    const lines: string[] = [];
    createLogger({ level: 'info', destination: { write: (line) => lines.push(line) } }).info(
      { caseId: 'case-1', position: 7 },
      'done',
    );
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 30, caseId: 'case-1', position: 7, msg: 'done' });
  });

  it('names the request and the trace that its events carry, in every line that is written while one is handled', async () => {
    const lines: string[] = [];
    const logger = createLogger({ level: 'info', destination: { write: (line) => lines.push(line) } }).child({
      service: 'intake',
    });
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const trace = continueTrace(`00-${traceId}-00f067aa0ba902b7-01`);
    await withRequestContext({ requestId: 'r-1', language: 'vi', ...trace }, async () => {
      await Promise.resolve();
      logger.info({}, 'within');
    });
    logger.info({}, 'outside');
    const [within, outside] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(within).toMatchObject({ service: 'intake', requestId: 'r-1', traceId });
    expect(outside).not.toHaveProperty('traceId');
  });

  it('leaves an error’s text out of what a database says about values', () => {
    const lines: string[] = [];
    const logger = createLogger({ level: 'info', destination: { write: (line) => lines.push(line) } });
    const cause = new Error(`invalid input syntax for type integer: "${SECRET}"`);
    const error = Object.assign(new Error('duplicate key', { cause }), {
      detail: `Key (url)=(${SECRET}) already exists.`,
    });
    logger.error({ err: error }, 'failed');
    expect(lines.join('')).not.toContain(SECRET);
    expect(lines.join('')).toContain('duplicate key');
  });
});
