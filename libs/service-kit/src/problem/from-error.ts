import { HttpException } from '@nestjs/common';
import type { ProblemCode } from '#libs/contracts';
import { ConcurrencyConflict, StoreUnavailable } from '#libs/event-store';
import { codeOf, isError } from '../native-error.js';
import { Problem } from './problem.js';

const BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'invalid-request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  405: 'method-not-allowed',
  413: 'too-large',
  414: 'too-large',
  415: 'unsupported-media-type',
  429: 'too-many-requests',
  431: 'too-large',
  503: 'unavailable',
};

/** Node's names for a database that cannot be reached, and SQLSTATE classes that mean "not now" (PostgreSQL, appendix A). */
const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOENT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'EAI_AGAIN',
]);
const AWAY_SQLSTATE = /^(08...|53...|57P0[1-5]|57014|55P03|40001|40P01|25P0[34]|58...|XX000)$/;
const AWAY_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout|Cannot use a pool after|database "[^"]*" is not currently accepting connections)/;

/**
 * Whether an error says that the database is away, overloaded or shutting down, rather than that something is wrong with
 * what was asked. Looks through `cause` and aggregated errors.
 */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof StoreUnavailable) return true;
  if (!isError(error)) return false;
  if ('errors' in error && Array.isArray(error.errors) && error.errors.some(isUnavailable)) return true;
  const code = codeOf(error) ?? '';
  if (AWAY.has(code) || AWAY_SQLSTATE.test(code) || AWAY_MESSAGES.test(error.message)) return true;
  return error.cause !== undefined && error.cause !== error && isUnavailable(error.cause);
}

/** Any thrown value as the problem the caller is told; what is not known is `internal` and says nothing more. */
export function problemFrom(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof ConcurrencyConflict) {
    return new Problem('stale-version', { extra: { currentVersion: error.actual }, cause: error });
  }
  if (isUnavailable(error)) return new Problem('unavailable', { cause: error });
  const status = statusOf(error);
  const code = status === undefined ? undefined : (BY_STATUS[status] ?? (status < 500 ? 'invalid-request' : undefined));
  return code === undefined ? new Problem('internal', { cause: error }) : new Problem(code, { cause: error });
}

/** The status of an exception of Nest or of Fastify. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (isError(error) && 'statusCode' in error && typeof error.statusCode === 'number') return error.statusCode;
  return undefined;
}
