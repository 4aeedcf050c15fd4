import type { Channel, KeyRole, Role, UnitKind } from '#libs/contracts';
import { Gathered } from '#libs/service-kit';
import type pg from 'pg';
import { secretMatches, type PresentedKey } from './credentials/api-key.js';
import { SESSION_IDLE, hashToken } from './credentials/session-token.js';
import type { Principal } from './principal.js';

interface PersonRow {
  token: string;
  id: string;
  login: string;
  human: string;
  unit: string;
  unit_kind: UnitKind;
  roles: Role[];
  delegate_of: string | null;
  touch: boolean;
}

interface KnownPersonRow {
  id: string;
  name: string;
  human: string;
  unit: string;
  roles: Role[];
  delegate_of: string | null;
  valid_from: Date;
  valid_to: Date | null;
}

/** Somebody whom work can be given to. */
export interface KnownPerson {
  readonly id: string;
  readonly name: string;
  readonly human: string;
  readonly unit: string;
  readonly roles: readonly Role[];
  readonly delegateOf: string | null;
  readonly validFrom: string;
  readonly validTo: string | null;
}

const known = (row: KnownPersonRow): KnownPerson => ({
  id: row.id,
  name: row.name,
  human: row.human,
  unit: row.unit,
  roles: row.roles,
  delegateOf: row.delegate_of,
  validFrom: row.valid_from.toISOString(),
  validTo: row.valid_to?.toISOString() ?? null,
});

interface KeyRow {
  id: string;
  hash: Buffer;
  role: KeyRole;
  channel: Channel | null;
  provider: string | null;
  unit: string | null;
  unit_kind: UnitKind | null;
}

/** Of a key's columns and its holder's, what makes a principal; $2 is the moment. */
const KEY_COLUMNS = 'k.id, k.hash, k.role, k.channel, k.provider, k.unit, u.kind as unit_kind';
const KEY_HOLDER = `left join lateral identity.unit_at(k.unit, $2) u on true
                    left join lateral identity.provider_at(k.provider, $2) p on true`;
const KEY_COUNTS = `k.revoked_at is null and k.not_before <= $2 and (k.not_after is null or k.not_after > $2)
                    and (k.unit is null or u.id is not null) and (k.provider is null or p.id is not null)`;

/** What is asked at most this often whether a session is still used (ms): a write per minute, not per request. */
const TOUCH_EVERY = 60_000;

/** What is looked up, and the moment at which it has to count. */
interface Question {
  readonly id: string;
  readonly now: Date;
}

/**
 * What the guards know about sessions and keys: plain look-ups under the role `lachan_identity`, which reads only and
 * cannot see password hashes. Nothing is cached: a revoked key or a withdrawn role counts from the next request on.
 * Requests that come at the same moment are looked up together.
 */
export class IdentityStore {
  readonly #people = new Gathered<Question, PersonRow | undefined>((asked) => this.#loadPeople(asked));
  readonly #keys = new Gathered<Question, KeyRow | undefined>((asked) => this.#loadKeys(asked));

  constructor(private readonly pool: pg.Pool) {}

  /** The person a session token belongs to; null when it is unknown, ended, idle too long, or the person may not act now. */
  async personOfSession(token: string, now: Date): Promise<Principal | null> {
    const hash = hashToken(token);
    const row = await this.#people.ask({ id: hash.toString('hex'), now });
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
    const row = await this.#keys.ask({ id: key.id, now });
    return row && secretMatches(key.secret, row.hash) ? keyPrincipal(row) : null;
  }

  /**
   * The key a session token was given for (provider console); null when the session is unknown, ended or idle too long, or the
   * key itself counts no more: revoking a key ends its sessions at once.
   */
  async keyOfSession(token: string, now: Date): Promise<Principal | null> {
    const hash = hashToken(token);
    const { rows } = await this.pool.query<KeyRow & { touch: boolean }>({
      name: 'identity.key-session',
      text: `select ${KEY_COLUMNS}, s.last_seen_at < $2::timestamptz - $4 * interval '1 millisecond' as touch
               from identity.session s join identity.api_key k on k.id = s.key_id ${KEY_HOLDER}
              where s.token_hash = $1 and s.ended_at is null and s.expires_at > $2
                and s.last_seen_at > $2::timestamptz - $3 * interval '1 millisecond' and ${KEY_COUNTS}`,
      values: [hash, now, SESSION_IDLE, TOUCH_EVERY],
    });
    const row = rows[0];
    if (!row) return null;
    if (row.touch) await this.pool.query('select identity.touch_session($1, $2)', [hash, now]);
    return keyPrincipal(row);
  }

  /** Whoever a session token stands for: a person, or a provider's key. */
  async principalOfSession(token: string, now: Date): Promise<Principal | null> {
    return (await this.personOfSession(token, now)) ?? (await this.keyOfSession(token, now));
  }

  /** A person as their register entry counts at a moment; undefined when nobody of that id may act then. */
  async personAt(id: string, now: Date): Promise<KnownPerson | undefined> {
    const { rows } = await this.pool.query<KnownPersonRow>(
      `select id, name, human, unit, roles, delegate_of, valid_from, valid_to from identity.person_at($1, $2)`,
      [id, now],
    );
    return rows[0] && known(rows[0]);
  }

  /** Everybody of some units who may act at a moment, by name. */
  async peopleOf(units: readonly string[], now: Date): Promise<KnownPerson[]> {
    const { rows } = await this.pool.query<KnownPersonRow>(
      `select p.id, p.name, p.human, p.unit, p.roles, p.delegate_of, p.valid_from, p.valid_to
         from (select distinct id from identity.person where unit = any($1)) one
        cross join lateral identity.person_at(one.id, $2) p
        where p.unit = any($1) order by p.name, p.id`,
      [[...units], now],
    );
    return rows.map(known);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  async #loadPeople(asked: readonly Question[]): Promise<(PersonRow | undefined)[]> {
    const { rows } = await this.pool.query<PersonRow>({
      name: 'identity.session',
      text: `select encode(s.token_hash, 'hex') as token, p.id, p.login, p.human, p.unit, u.kind as unit_kind, p.roles,
                    p.delegate_of, s.last_seen_at < $2::timestamptz - $4 * interval '1 millisecond' as touch
               from identity.session s
               cross join lateral identity.person_at(s.person, $2) p
               cross join lateral identity.unit_at(p.unit, $2) u
              where s.token_hash = any($1::bytea[]) and s.ended_at is null and s.expires_at > $2
                and s.last_seen_at > $2::timestamptz - $3 * interval '1 millisecond'`,
      values: [distinct(asked).map((id) => Buffer.from(id, 'hex')), latest(asked), SESSION_IDLE, TOUCH_EVERY],
    });
    const found = new Map(rows.map((row) => [row.token, row]));
    return asked.map(({ id }) => found.get(id));
  }

  async #loadKeys(asked: readonly Question[]): Promise<(KeyRow | undefined)[]> {
    const { rows } = await this.pool.query<KeyRow>({
      name: 'identity.key',
      text: `select ${KEY_COLUMNS} from identity.api_key k ${KEY_HOLDER} where k.id = any($1::text[]) and ${KEY_COUNTS}`,
      values: [distinct(asked), latest(asked)],
    });
    const found = new Map(rows.map((row) => [row.id, row]));
    return asked.map(({ id }) => found.get(id));
  }
}

const distinct = (asked: readonly Question[]): string[] => [...new Set(asked.map(({ id }) => id))];

/** The moment of the youngest question: nobody's answer is older than their own. */
const latest = (asked: readonly Question[]): Date => new Date(Math.max(...asked.map(({ now }) => now.getTime())));

const keyPrincipal = (row: KeyRow): Principal => ({
  kind: 'key',
  id: row.id,
  unit: row.unit,
  ...(row.unit_kind === null ? {} : { unitKind: row.unit_kind }),
  roles: [],
  keyRole: row.role,
  ...(row.channel === null ? {} : { channel: row.channel }),
  ...(row.provider === null ? {} : { provider: row.provider }),
});
