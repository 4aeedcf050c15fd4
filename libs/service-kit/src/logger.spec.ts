import { describe, expect, it } from '@jest/globals';
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
