import { pino } from 'pino';
import type { AgentConfig } from '../config/config.js';

/** What a line may hold beside its sentence: counts, numbers and ids of requests. No name of a target ever, of whatever category. */
export interface LogFields {
  readonly [field: string]: number | string | boolean | undefined;
}

export interface Log {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

/** JSON lines on standard output, for journald. */
export const createLog = (level: AgentConfig['logLevel']): Log =>
  pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ dest: 1, sync: true }));

const nothing = (): void => undefined;
export const SILENT: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
