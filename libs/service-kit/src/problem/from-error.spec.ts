import { describe, expect, it } from '@jest/globals';
import { NotFoundException, ServiceUnavailableException } from '@nestjs/common';
import { PROBLEMS } from '#libs/contracts';
import type { ProblemCode } from '#libs/contracts';
import { StoreUnavailable } from '#libs/event-store';
import { isUnavailable, problemFrom } from './from-error.js';
import { Problem } from './problem.js';

const withCode = (code: string): Error => Object.assign(new Error('x'), { code });

describe('a database that is away', () => {
  it.each(['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03', '53300', '53100', '08006', '40P01', '55P03', '57014'])(
    'is told by %s',
    (code) => {
      expect(isUnavailable(withCode(code))).toBe(true);
    },
  );

  it('is told through causes and aggregated errors', () => {
    expect(isUnavailable(new Error('outer', { cause: withCode('ECONNREFUSED') }))).toBe(true);
    expect(isUnavailable(new AggregateError([withCode('ECONNREFUSED')]))).toBe(true);
    expect(isUnavailable(new StoreUnavailable('away'))).toBe(true);
  });

  it.each(['23505', '42P01', '22P02', '42501', ''])('is not meant by %s', (code) => {
    expect(isUnavailable(withCode(code))).toBe(false);
  });
});

describe('a thrown value', () => {
  it('becomes the problem of its status, without its message', () => {
    expect(problemFrom(new NotFoundException('Cannot GET /secret')).body('en', 'r').title).toBe(
      PROBLEMS['not-found'].en,
    );
    expect(problemFrom(new ServiceUnavailableException()).headers()['retry-after']).toBe('5');
    expect(problemFrom('a string').code).toBe('internal');
  });
});

describe('a problem', () => {
  it('has a title in both languages and a type for every code of the table', () => {
    for (const code of Object.keys(PROBLEMS) as ProblemCode[]) {
      const problem = new Problem(code);
      const [vi, en] = [problem.body('vi', 'r'), problem.body('en', 'r')];
      expect([vi.status, vi.type]).toEqual([PROBLEMS[code].status, `https://lachan.example/problems/${code}`]);
      expect(vi.title).not.toBe(en.title);
    }
  });

  it('cannot have its own members overwritten by extra ones', () => {
    expect(new Problem('not-found', { extra: { status: 200, title: 'all is well' } }).body('en', 'r')).toMatchObject({
      status: 404,
      title: 'Not found',
    });
  });
});
