import { Injectable } from '@nestjs/common';
import type { IssueKey, KeyIssued, KeyList, KeyRevoked, KeyRole, KeyView, KeysQuery } from '#libs/contracts';
import { AccessLog, newApiKey, type Principal } from '#libs/identity';
import { Clock, Problem } from '#libs/service-kit';
import { IsNull, type EntityManager } from 'typeorm';
import { RegisterBook } from '../registers/register-book.js';
import { ApiKey } from '../tables/entities.js';
import { Tables } from '../tables/tables.js';

/** The old key and the new one while a holder changes over. */
const MOST_LIVE = 2;

/** Key roles whose holder is a provider; of all others it is a unit. */
const OF_PROVIDERS: ReadonlySet<KeyRole> = new Set<KeyRole>(['provider', 'sandbox']);

/** A row of the table, not yet or no longer TypeORM's. */
type KeyRow = { [Column in keyof ApiKey]: ApiKey[Column] };
type Holder = Pick<KeyRow, 'role' | 'unit' | 'provider' | 'channel'>;

/**
 * Keys of programs. Administrators issue them; a provider renews its own: the new key works beside the old one until one of
 * them is revoked. The secret is shown once and never stored. Every key is an event before it can be used.
 */
@Injectable()
export class Keys {
  constructor(
    private readonly tables: Tables,
    private readonly book: RegisterBook,
    private readonly access: AccessLog,
    private readonly clock: Clock,
  ) {}

  async issue(caller: Principal, wanted: IssueKey): Promise<KeyIssued> {
    const holder = caller.kind === 'key' ? await this.#own(caller, wanted) : await this.#holder(wanted);
    const now = this.clock.now();
    const { id, text, hash, prefix } = newApiKey();
    const row: KeyRow = {
      id,
      hash,
      prefix,
      name: wanted.name,
      ...holder,
      notBefore: wanted.notBefore === undefined ? now : new Date(wanted.notBefore),
      notAfter: wanted.notAfter === undefined ? null : new Date(wanted.notAfter),
      createdAt: now,
      createdBy: caller.id,
      revokedAt: null,
      revokedBy: null,
    };
    if (row.notAfter && row.notAfter <= row.notBefore)
      throw new Problem('invalid-request', { errors: [pointer('/notAfter')] });
    const position = await this.tables.source.transaction(async (manager) => {
      await this.#room(manager, row, now);
      await manager.insert(ApiKey, row);
      return this.access.keyIssued(caller, { keyId: id, keyRole: row.role, holder: holderOf(row), name: row.name });
    });
    return { ...viewOf(row), key: text, position };
  }

  /** All keys for administrators and auditors; a provider sees its own. */
  async list(caller: Principal, { role, unit, provider, live }: KeysQuery = {}): Promise<KeyList> {
    const rows = await this.tables.source.getRepository(ApiKey).find({
      where: {
        ...(role && { role }),
        ...(unit && { unit }),
        ...(provider && { provider }),
        ...(caller.kind === 'key' && { provider: caller.provider ?? '' }),
      },
      order: { createdAt: 'ASC', id: 'ASC' },
    });
    const now = this.clock.now();
    const opens = ({ revokedAt, notBefore, notAfter }: KeyRow): boolean =>
      revokedAt === null && notBefore <= now && (notAfter === null || notAfter > now);
    return { items: rows.filter((row) => live === undefined || opens(row) === live).map(viewOf) };
  }

  /** From the next request on the key opens nothing. Revoking again answers the same. @throws `not-found` for keys of others. */
  async revoke(caller: Principal, id: string): Promise<KeyRevoked> {
    return this.tables.source.transaction(async (manager) => {
      const row = await manager.findOne(ApiKey, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!row || (caller.kind === 'key' && row.provider !== caller.provider)) throw new Problem('not-found');
      if (row.revokedAt === null) {
        await manager.update(ApiKey, { id }, { revokedAt: this.clock.now(), revokedBy: caller.id });
      }
      // Written again on a repeat: the event matters more than its number.
      const position = await this.access.keyRevoked(caller, { keyId: id, holder: holderOf(row) });
      return { id, position };
    });
  }

  /** A provider's own rotation: role and holder are those of the key it calls with. */
  async #own(caller: Principal, wanted: IssueKey): Promise<Holder> {
    const { role, unit, provider, channel } = wanted;
    const foreign = (role ?? caller.keyRole) !== caller.keyRole || (provider ?? caller.provider) !== caller.provider;
    if (foreign || unit !== undefined || channel !== undefined || caller.keyRole === undefined) {
      await this.access.refused(caller, {
        attempt: 'issue-key',
        refusal: 'forbidden',
        subject: provider ?? unit ?? null,
      });
      throw new Problem('forbidden');
    }
    return { role: caller.keyRole, unit: null, provider: caller.provider ?? null, channel: null };
  }

  async #holder({ role, unit, provider, channel }: IssueKey): Promise<Holder> {
    if (role === undefined) throw new Problem('invalid-request', { errors: [pointer('/role')] });
    await this.book.catchUp();
    const now = this.book.at(this.clock.now());
    const errors = [
      ...((role === 'channel') === (channel !== undefined) ? [] : [pointer('/channel')]),
      ...(OF_PROVIDERS.has(role) === (provider !== undefined) ? [] : [pointer('/provider')]),
      ...(OF_PROVIDERS.has(role) === (unit === undefined) ? [] : [pointer('/unit')]),
    ];
    if (errors.length > 0) throw new Problem('invalid-request', { errors });
    const known = provider === undefined ? now.get('unit', unit ?? '') : now.get('provider', provider);
    if (!known)
      throw new Problem('unknown-entry', { errors: [pointer(provider === undefined ? '/unit' : '/provider')] });
    if (role === 'sandbox' && now.get('provider', provider ?? '')?.sandbox !== true) {
      throw new Problem('unknown-entry', { errors: [pointer('/provider')] });
    }
    return { role, unit: unit ?? null, provider: provider ?? null, channel: channel ?? null };
  }

  /** Counts the holder's live keys of this name under a lock, so that two at once do not make three. */
  async #room(manager: EntityManager, row: KeyRow, now: Date): Promise<void> {
    await manager.query('select pg_advisory_xact_lock(hashtext($1))', [`lachan.key ${holderOf(row)} ${row.name}`]);
    const same = await manager.findBy(ApiKey, {
      name: row.name,
      role: row.role,
      unit: row.unit ?? IsNull(),
      provider: row.provider ?? IsNull(),
      revokedAt: IsNull(),
    });
    const live = same.filter(({ notAfter }) => notAfter === null || notAfter > now);
    if (live.length >= MOST_LIVE) throw new Problem('two-live-keys', { extra: { keys: live.map(({ id }) => id) } });
  }
}

const holderOf = (row: KeyRow): string => row.provider ?? row.unit ?? '';

const pointer = (at: string) => ({
  pointer: at,
  detail: 'không hợp với vai trò của khoá · does not fit the role of the key',
  code: 'invalid',
});

const viewOf = (row: KeyRow): KeyView => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  role: row.role,
  unit: row.unit,
  provider: row.provider,
  channel: row.channel,
  notBefore: row.notBefore.toISOString(),
  notAfter: row.notAfter?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
  revokedAt: row.revokedAt?.toISOString() ?? null,
});
