import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Clock, Logger, Problem } from '#libs/service-kit';
import type { FastifyRequest } from 'fastify';
import { rememberPrincipal } from './caller.js';
import { parseApiKey } from './credentials/api-key.js';
import { SESSION_COOKIE, readCookie } from './credentials/session-token.js';
import { IdentityStore } from './identity-store.js';
import { permissionOf, type Permission } from './permission.js';
import { PUBLIC, type Principal } from './principal.js';
import { RefusedCalls } from './refused-calls.js';
import { isCrossSite } from './same-site.js';

/**
 * Stands before every HTTP route: establishes who is calling and whether they may call it at all. Fails closed: a route
 * that names nobody is refused (and does not boot, see `IdentityModule`). A key counts before a cookie; credentials that
 * are sent must be valid, except that a lapsed session may still use what is open to everybody.
 */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly identities: IdentityStore,
    private readonly clock: Clock,
    private readonly refusals: RefusedCalls,
    private readonly logger: Logger,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const controller = context.getClass();
    const permission = permissionOf(controller, context.getHandler());
    if (permission === undefined) throw new Problem('forbidden');
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const principal = await this.#identify(request, permission);
    rememberPrincipal(request, principal);
    if (mayCall(principal, permission)) return true;
    if (principal.kind === 'public')
      throw new Problem('unauthenticated', {
        headers: { 'www-authenticate': permission.basic ? 'Basic realm="lachan", Bearer' : 'Bearer' },
      });
    this.logger.info({ principal: principal.id, route: request.routeOptions.url }, 'a call was refused');
    await this.refusals.record(controller, principal, `${request.method} ${request.routeOptions.url ?? ''}`);
    throw new Problem('forbidden');
  }

  async #identify(request: FastifyRequest, permission: Permission): Promise<Principal> {
    const { authorization, cookie } = request.headers;
    if (authorization !== undefined) return this.#byKey(authorization, permission);
    const token = readCookie(cookie, SESSION_COOKIE);
    if ((token !== null || permission.sameSite) && isCrossSite(originOf(request))) throw new Problem('cross-site');
    if (token === null || token === '') return PUBLIC;
    return (await this.identities.principalOfSession(token, this.clock.now())) ?? PUBLIC;
  }

  async #byKey(authorization: string, permission: Permission): Promise<Principal> {
    const bearer = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    const text = bearer ?? (permission.basic ? passwordOf(authorization) : undefined);
    const key = text === undefined ? null : parseApiKey(text);
    const principal = key && (await this.identities.principalOfKey(key, this.clock.now()));
    if (!principal)
      throw new Problem('unauthenticated', { headers: { 'www-authenticate': 'Bearer error="invalid_token"' } });
    return principal;
  }
}

/** The password of Basic authentication (RFC 7617); the name before it may be anything. */
function passwordOf(authorization: string): string | undefined {
  const pair = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(authorization)?.[1];
  return pair === undefined ? undefined : /^[^:]*:(.*)$/s.exec(Buffer.from(pair, 'base64').toString('utf8'))?.[1];
}

function mayCall(principal: Principal, permission: Permission): boolean {
  switch (principal.kind) {
    case 'public':
      return permission.public === true;
    case 'key':
      return principal.keyRole !== undefined && (permission.keys ?? []).includes(principal.keyRole);
    case 'person':
      return principal.roles.some((role) => (permission.roles ?? []).includes(role));
  }
}

function originOf(request: FastifyRequest): Parameters<typeof isCrossSite>[0] {
  const one = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);
  return {
    method: request.method,
    'sec-fetch-site': one(request.headers['sec-fetch-site']),
    origin: request.headers.origin,
    protocol: request.protocol,
    host: request.host,
  };
}
