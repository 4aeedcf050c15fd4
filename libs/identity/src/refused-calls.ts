import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Clock, Logger } from '#libs/service-kit';
import { LRUCache } from 'lru-cache';
import { AccessLog } from './access-log.js';
import type { Principal } from './principal.js';

/** The same refused call of the same caller is written once in this time (ms): a stolen key cannot fill the log. */
const ONCE_IN = 60_000;

/**
 * Writes calls that the guard refused for want of a role to the access log of the service that owns the route, so that
 * the auditor sees who tried what they may not. Calls without valid credentials are not written: anybody could write them.
 */
@Injectable()
export class RefusedCalls {
  readonly #recent = new LRUCache<string, number>({ max: 10_000 });
  #logs: Map<unknown, AccessLog> | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  async record(controller: object, principal: Principal, call: string): Promise<void> {
    const log = this.#logOf(controller);
    const now = this.clock.now().getTime();
    const key = `${principal.id} ${call}`;
    if (!log || now - (this.#recent.get(key) ?? -Infinity) < ONCE_IN) return;
    this.#recent.set(key, now);
    try {
      await log.refused(principal, { attempt: call, refusal: 'forbidden' });
    } catch (error) {
      // The caller is refused either way; a log that is away must not turn 403 into 503.
      this.#recent.delete(key);
      this.logger.warn(
        { err: error, principal: principal.id },
        'a refused call could not be written to the access log',
      );
    }
  }

  /** The access log that stands in the same Nest module as the controller. */
  #logOf(controller: object): AccessLog | undefined {
    this.#logs ??= new Map(
      this.discovery.getControllers().flatMap(({ metatype, host }) => {
        const log = host?.providers.get(AccessLog)?.instance;
        return log instanceof AccessLog ? [[metatype, log] as const] : [];
      }),
    );
    return this.#logs.get(controller);
  }
}
