import { pino } from 'pino';
import type { DestinationStream, Logger as Pino } from 'pino';
import type { LogLevel } from './config.js';
import { currentRequest } from './http/request-context.js';
import { codeOf, isError } from './native-error.js';
import { framesOf, withoutTexts } from './without-texts.js';

/**
 * Field names that never reach a log, at any depth down to three: credentials, and every text that may have to be
 * forgotten (contacts, notes, reported URLs). Whoever must name a case in a log names its id.
 */
const SECRET_FIELDS = [
  'authorization', 'cookie', 'set-cookie', 'password', 'passwordHash', 'token', 'code', 'secret', 'key', 'masterKey',
  'dedupeSecret', 'receipt', 'contact', 'safeContact', 'reporter', 'childAge', 'note', 'text', 'url', 'urls',
  'canonicalUrl', 'host', 'domain', 'body', 'databaseUrl', 'connectionString', 'detail',
]; // prettier-ignore

const paths = SECRET_FIELDS.flatMap((field) =>
  ['', '*.', '*.*.', '*.*.*.'].map((depth) => `${depth}["${field}"]`.replace('.[', '[')),
);

/** Writes JSON lines without secrets. Injectable by class. */
export class Logger {
  constructor(readonly pino: Pino) {}

  /** A logger that adds fields to each of its lines, e.g. `{ service: 'triage' }`. */
  child(fields: Record<string, unknown>): Logger {
    return new Logger(this.pino.child(fields));
  }

  debug(fields: Record<string, unknown>, message: string): void {
    this.pino.debug(fields, message);
  }

  info(fields: Record<string, unknown>, message: string): void {
    this.pino.info(fields, message);
  }

  warn(fields: Record<string, unknown>, message: string): void {
    this.pino.warn(fields, message);
  }

  error(fields: Record<string, unknown>, message: string): void {
    this.pino.error(fields, message);
  }
}

export interface LoggerOptions {
  readonly level: LogLevel;
  /** Where lines go; default: standard output, pretty when that is a terminal. */
  readonly destination?: DestinationStream;
}

/** Makes the process's logger: JSON lines, pretty on a terminal, secrets replaced by `[redacted]`. */
export function createLogger({ level, destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths, censor: '[redacted]' },
    mixin: traceOfLine,
    serializers: { err: (error: unknown) => describe(error) },
  };
  if (destination) return new Logger(pino(options, destination));
  if (process.stdout.isTTY) {
    return new Logger(
      pino({ ...options, transport: { target: 'pino-pretty', options: { translateTime: 'SYS:HH:MM:ss' } } }),
    );
  }
  return new Logger(pino(options));
}

/** Which request or event a line belongs to: the trace id is the `correlationId` of the events it caused. Nothing outside of one. */
function traceOfLine(): Record<string, string> {
  const request = currentRequest();
  return request ? { requestId: request.requestId, traceId: request.traceId } : {};
}

/** An error in a log: its kind, its message without what people wrote, where it was thrown, and the same of its cause. */
function describe(error: unknown, depth = 0): unknown {
  if (!isError(error)) return error === undefined ? undefined : typeof error;
  return {
    type: error.name,
    ...(codeOf(error) !== undefined && { sqlstate: codeOf(error) }),
    message: withoutTexts(error.message),
    at: framesOf(error),
    ...(error.cause !== undefined && depth < 3 && { cause: describe(error.cause, depth + 1) }),
  };
}
