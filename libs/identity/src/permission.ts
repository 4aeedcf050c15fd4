import { SetMetadata } from '@nestjs/common';
import { KEY_ROLES, ROLES, keysOf, type KeyRole, type Role } from '#libs/contracts';
import { PUBLIC_ROUTE } from '#libs/service-kit';

/** Where a route's permission is kept. */
export const PERMISSION = 'lachan:permission';

/** Who may call a route. What they may do to which case is decided behind it, in the domain. */
export interface Permission {
  /** People with any of these roles. */
  readonly roles?: readonly Role[];
  /** Keys with any of these roles. */
  readonly keys?: readonly KeyRole[];
  /** Callers without session or key too. */
  readonly public?: true;
  /** Says that the handler refuses people of another unit: the walk over all routes then tries one. */
  readonly ownUnit?: true;
  /** The key may also come as the password of Basic authentication: for programs that know no other way. Reading only. */
  readonly basic?: true;
  /** A state-changing call must come from our own pages even when it carries no cookie yet (sign-in). */
  readonly sameSite?: true;
}

export const EVERY_ROLE: readonly Role[] = keysOf(ROLES);
export const EVERY_KEY: readonly KeyRole[] = keysOf(KEY_ROLES);
/** Keys whose holders also have people at a console: they may begin a session with one. */
export const CONSOLE_KEYS: readonly KeyRole[] = ['provider', 'sandbox'];

/**
 * Who may call this route (on a method, or on a controller for all of its methods; the method's own wins). A route without
 * `@Permit` or `@Public` does not boot.
 */
export const Permit = (permission: Permission): MethodDecorator & ClassDecorator => SetMetadata(PERMISSION, permission);

const OPEN: Permission = { public: true, roles: EVERY_ROLE, keys: EVERY_KEY };

/** Anyone may call this route, with or without credentials; credentials that are sent must still be valid. */
export const Public = (more: Pick<Permission, 'sameSite'> = {}): MethodDecorator & ClassDecorator =>
  SetMetadata(PERMISSION, { ...OPEN, ...more } satisfies Permission);

/** The permission of a handler: its own, else its controller's. Probes of the service kit are marked with their own key. */
export function permissionOf(controller: object, handler: object): Permission | undefined {
  const marked = (key: string): unknown =>
    (Reflect.getMetadata(key, handler) as unknown) ?? (Reflect.getMetadata(key, controller) as unknown);
  return (marked(PERMISSION) as Permission | undefined) ?? (marked(PUBLIC_ROUTE) === true ? OPEN : undefined);
}
