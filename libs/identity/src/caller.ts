import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { PUBLIC, type Principal } from './principal.js';

const principals = new WeakMap<object, Principal>();

/** Remembers who a request comes from; done once, by the guard. */
export const rememberPrincipal = (request: object, principal: Principal): void => {
  principals.set(request, principal);
};

/** Who a Fastify request comes from; the public before the guard has run. */
export const principalOf = (request: object): Principal => principals.get(request) ?? PUBLIC;

/** Parameter decorator: the calling principal. `get(@Caller() caller: Principal)`. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Principal =>
  principalOf(context.switchToHttp().getRequest<object>()),
);
