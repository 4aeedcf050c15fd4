import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { principalOf } from '../caller.js';
import { AppConfig, Clock, Problem } from '#libs/service-kit';
import type { FastifyRequest } from 'fastify';
import { ClientRate } from './client-rate.js';

/**
 * Limits callers without credentials, per client address (`X-Forwarded-For` counts only from `LACHAN_TRUSTED_PROXY`). Each
 * route has its own buckets, so that looking up a receipt never costs the next report. Keys and people are not limited here.
 */
@Injectable()
export class PublicRateGuard implements CanActivate {
  readonly #rates = new Map<string, ClientRate>();

  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (principalOf(request).kind !== 'public') return true;
    const route = request.routeOptions.url ?? '';
    let rate = this.#rates.get(route);
    if (!rate) this.#rates.set(route, (rate = new ClientRate(this.config.publicRate)));
    const wait = rate.take(request.ip, this.clock.now().getTime());
    if (wait > 0) throw new Problem('too-many-requests', { retryAfter: wait });
    return true;
  }
}
