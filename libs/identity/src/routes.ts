import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { permissionOf, type Permission } from './permission.js';

/** One HTTP route with who may call it; undefined when nobody said so (such an application does not boot). */
export interface Route {
  /** `GET`, `POST`, … */
  readonly method: string;
  /** With parameters as written: `/api/v1/cases/:id/approve`. */
  readonly path: string;
  readonly permission: Permission | undefined;
  /** `CasesController.approve`. */
  readonly handler: string;
  readonly controller: object;
}

/** Every HTTP route of the controllers that a discovery finds. Event subscribers have no routes. */
export function discoverRoutes(discovery: DiscoveryService, scanner: MetadataScanner): Route[] {
  return discovery.getControllers().flatMap(({ metatype, instance }) => {
    if (typeof metatype !== 'function' || !instance) return [];
    const prototype = metatype.prototype as Record<string, unknown>;
    const prefixes = pathsOf(metatype);
    return scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name] as object;
      const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
      if (method === undefined) return [];
      const about = {
        method: RequestMethod[method],
        permission: permissionOf(metatype, handler),
        handler: `${metatype.name}.${name}`,
        controller: metatype,
      };
      return prefixes.flatMap((prefix) => pathsOf(handler).map((path) => ({ ...about, path: join(prefix, path) })));
    });
  });
}

/**
 * Every HTTP route of an application with its permission: the list that the test "every route × role × own/foreign unit"
 * walks. The application must import `IdentityModule`.
 */
export const routesOf = (app: INestApplicationContext): Route[] =>
  discoverRoutes(app.get(DiscoveryService, { strict: false }), app.get(MetadataScanner, { strict: false }));

function pathsOf(target: object): string[] {
  const path = Reflect.getMetadata(PATH_METADATA, target) as string | string[] | undefined;
  return Array.isArray(path) ? path : [path ?? ''];
}

const join = (...parts: string[]): string => `/${parts.flatMap((part) => part.split('/').filter(Boolean)).join('/')}`;
