import type { OpenAPIObject } from '@nestjs/swagger';
import { CONSOLE_KEYS, type Permission } from './permission.js';
import type { Route } from './routes.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'] as const;
const PROBLEM_REF = '#/components/schemas/Problem';

/** RFC 9457; other members may come, e.g. the current state with `stale-version`. */
const PROBLEM = {
  type: 'object',
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { pointer: { type: 'string' }, detail: { type: 'string' }, code: { type: 'string' } },
        required: ['pointer', 'detail'],
      },
    },
  },
  required: ['type', 'title', 'status'],
};

/**
 * Completes a generated description with what is true of every route and need not be repeated at each: the problem
 * answer, who may call (as `security` and, by role, `x-permission`), and the two ways to say who one is. Changes the document
 * it is given and returns it.
 */
export function completeOpenApi(document: OpenAPIObject, routes: readonly Route[]): OpenAPIObject {
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: PROBLEM },
    securitySchemes: {
      ...document.components?.securitySchemes,
      key: { type: 'http', scheme: 'bearer', description: 'lck_<id>_<secret>' },
      basic: { type: 'http', scheme: 'basic', description: 'lck_<id>_<secret> as the password' },
      session: { type: 'apiKey', in: 'cookie', name: 'lachan_session' },
    },
  };
  for (const route of routes) {
    const operation = operationOf(document, route);
    if (!operation) continue;
    // A route of a foreign specification says itself what its errors look like.
    operation.responses['default'] ??= {
      description: 'Không thực hiện được: xem code và title · Refused: see code and title',
      content: { 'application/problem+json': { schema: { $ref: PROBLEM_REF } } },
    };
    if (route.permission) describePermission(operation, route.permission);
  }
  return document;
}

function operationOf(document: OpenAPIObject, route: Route): Operation | undefined {
  const path = document.paths[route.path.replaceAll(/:(\w+)/g, '{$1}')];
  const method = METHODS.find((name) => name === route.method.toLowerCase());
  return path && method ? path[method] : undefined;
}

function describePermission(operation: Operation, permission: Permission): void {
  const roles = [...(permission.roles ?? [])];
  const keys = [...(permission.keys ?? [])];
  operation.security = [
    ...(roles.length > 0 || keys.some((role) => CONSOLE_KEYS.includes(role)) ? [{ session: [] }] : []),
    ...(keys.length > 0 ? [{ key: [] }] : []),
    ...(permission.basic ? [{ basic: [] }] : []),
    ...(permission.public ? [{}] : []),
  ];
  Object.assign(operation, { 'x-permission': { roles, keys, public: permission.public === true } });
}
