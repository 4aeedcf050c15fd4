import type { LoggerService } from '@nestjs/common';
import { isError } from './native-error.js';
import type { Logger } from './logger.js';

/** Nest's own messages as lines of the process's log: its start-up chatter only when debugging. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...more: unknown[]): void {
    this.logger.debug(contextOf(more), String(message));
  }

  warn(message: unknown, ...more: unknown[]): void {
    this.logger.warn(contextOf(more), String(message));
  }

  error(message: unknown, ...more: unknown[]): void {
    this.logger.error({ ...contextOf(more), err: isError(message) ? message : undefined }, String(message));
  }

  debug(message: unknown, ...more: unknown[]): void {
    this.logger.debug(contextOf(more), String(message));
  }

  verbose(message: unknown, ...more: unknown[]): void {
    this.logger.debug(contextOf(more), String(message));
  }
}

/** Nest gives the name of the class that speaks as the last argument. */
function contextOf(more: readonly unknown[]): { from?: string } {
  const last = more.at(-1);
  return typeof last === 'string' && !last.includes('\n') ? { from: last } : {};
}
