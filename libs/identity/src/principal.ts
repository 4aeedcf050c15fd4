import type { Channel, KeyRole, Role, UnitKind } from '#libs/contracts';
import type { Actor } from '#libs/event-store';

/**
 * Who is calling, as the guard established it from a session or a key. `id` is a pseudonym (the person's register entry,
 * the key's id): it may stand in events. `human` is equal for two accounts of one human being: four-eyes rules compare
 * it, never `id`. Names are looked up in the registers, never carried along.
 */
export interface Principal {
  readonly kind: 'person' | 'key' | 'public';
  readonly id: string;
  /** People only. */
  readonly login?: string;
  /** People only: the human being behind the account. */
  readonly human?: string;
  /** People who sign for another (ký thay, uỷ quyền): whom for. */
  readonly delegateOf?: string;
  /** The unit a person belongs to, or the unit that holds a key; null for the public and for providers' keys. */
  readonly unit: string | null;
  readonly unitKind?: UnitKind;
  /** What a person may do; empty for keys and the public. */
  readonly roles: readonly Role[];
  /** What a key may do. */
  readonly keyRole?: KeyRole;
  /** Keys of intake channels. */
  readonly channel?: Channel;
  /** Keys of providers and sandboxes: the provider's register entry. */
  readonly provider?: string;
}

/** Somebody without session or key. */
export const PUBLIC: Principal = Object.freeze({ kind: 'public', id: 'public', unit: null, roles: [] });

/**
 * The principal as events name it. `role` is the role it acts in when it has several (an approver who is also an analyst);
 * without it the first one, or the key's role.
 */
export function actorOf(principal: Principal, role?: Role): Actor {
  const acting = role ?? principal.roles[0] ?? principal.keyRole;
  return {
    kind: principal.kind,
    id: principal.id,
    ...(principal.unit === null ? {} : { unit: principal.unit }),
    ...(acting === undefined ? {} : { role: acting }),
  };
}

/** Whether two principals are one human being (accounts of one person) or one key. */
export const sameHuman = (a: Principal, b: Principal): boolean =>
  a.kind === 'person' && b.kind === 'person'
    ? (a.human ?? a.id) === (b.human ?? b.id)
    : a.kind === b.kind && a.id === b.id;
