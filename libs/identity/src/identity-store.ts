import type { Channel, KeyRole, Role, UnitKind } from '#libs/contracts';
import type pg from 'pg';
import { secretMatches, type PresentedKey } from './credentials/api-key.js';
import { SESSION_IDLE, hashToken } from './credentials/session-token.js';
import type { Principal } from './principal.js';

interface PersonRow {
  id: string;
  login: string;
  human: string;
  unit: string;
  unit_kind: UnitKind;
  roles: Role[];
  delegate_of: string | null;
  touch: boolean;
}

interface KeyRow {
  hash: Buffer;
  role: KeyRole;
  channel: Channel | null;
  provider: string | null;
  unit: string | null;
  unit_kind: UnitKind | null;
}

/** What is asked at most this often whether a session is still used (ms): a write per minute, not per request. */
const TOUCH_EVERY = 60_000;

/**
 * What the guards know about sessions and keys: plain look-ups under the role `lachan_identity`, which reads only and
 * cannot see password hashes. Nothing is cached: a revoked key or a withdrawn role counts from the next request on.
 */
export class IdentityStore {
  constructor(private readonly pool: pg.Pool) {}

  /** The person a session token belongs to; null when it is unknown, ended, idle too long, or the person may not act now. */
  async personOfSession(token: string, now: Date): Promise<Principal | null> {
    const hash = hashToken(token);
    const { rows } = await this.pool.query<PersonRow>({
      name: 'identity.session',
      text: `select p.id, p.login, p.human, p.unit, u.kind as unit_kind, p.roles, p.delegate_of,
                    s.last_seen_at < $2::timestamptz - $4 * interval '1 millisecond' as touch
               from identity.session s
               cross join lateral identity.person_at(s.person, $2) p
               cross join lateral identity.unit_at(p.unit, $2) u
              where s.token_hash = $1 and s.ended_at is null and s.expires_at > $2
                and s.last_seen_at > $2::timestamptz - $3 * interval '1 millisecond'`,
      values: [hash, now, SESSION_IDLE, TOUCH_EVERY],
    });
    const row = rows[0];
    if (!row) return null;
    if (row.touch) await this.pool.query('select identity.touch_session($1, $2)', [hash, now]);
    return {
      kind: 'person',
      id: row.id,
      login: row.login,
      human: row.human,
      ...(row.delegate_of === null ? {} : { delegateOf: row.delegate_of }),
      unit: row.unit,
      unitKind: row.unit_kind,
      roles: row.roles,
    };
  }

  /** The principal of a key; null when it is unknown, revoked, not yet or no longer valid, or its holder is not valid now. */
  async principalOfKey(key: PresentedKey, now: Date): Promise<Principal | null> {
    const { rows } = await this.pool.query<KeyRow>({
      name: 'identity.key',
      text: `select k.hash, k.role, k.channel, k.provider, k.unit, u.kind as unit_kind
               from identity.api_key k
               left join lateral identity.unit_at(k.unit, $2) u on true
               left join lateral identity.provider_at(k.provider, $2) p on true
              where k.id = $1 and k.revoked_at is null and k.not_before <= $2 and (k.not_after is null or k.not_after > $2)
                and (k.unit is null or u.id is not null) and (k.provider is null or p.id is not null)`,
      values: [key.id, now],
    });
    const row = rows[0];
    if (!row || !secretMatches(key.secret, row.hash)) return null;
    return {
      kind: 'key',
      id: key.id,
      unit: row.unit,
      ...(row.unit_kind === null ? {} : { unitKind: row.unit_kind }),
      roles: [],
      keyRole: row.role,
      ...(row.channel === null ? {} : { channel: row.channel }),
      ...(row.provider === null ? {} : { provider: row.provider }),
    };
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
