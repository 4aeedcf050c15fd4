import type { EventStore } from '#libs/event-store';
import type { KeyRole, RegisterEntry, RegisterKind, Role } from '#libs/contracts';
import { SESSION_COOKIE, newApiKey, newToken } from '#libs/identity';
import { SystemIds } from '#libs/service-kit';
import type pg from 'pg';

export const UNIT = 'to-theo-doi-ha-noi';
export const OTHER_UNIT = 'to-theo-doi-lam-dong';
export const BASIS = 'nd-147-2024';
const FROM = '2026-01-01T00:00:00.000Z';
const dated = { validFrom: FROM, validTo: null };
const ids = new SystemIds();

/** Providers of the tests: a filter that sees URLs, a DNS filter, another one, and a platform. */
export const PROVIDERS = {
  'isp-url': { kind: 'isp', expresses: ['block-url', 'block-host', 'block-domain'], platforms: [] },
  'isp-dns': { kind: 'isp', expresses: ['block-host', 'block-domain'], platforms: [] },
  'telecom-a': { kind: 'telecom', expresses: ['block-url', 'block-host', 'block-domain'], platforms: [] },
  'nen-tang': { kind: 'platform', expresses: ['remove-content', 'stop-sharing'], platforms: ['youtube'] },
} as const;
export type ProviderName = keyof typeof PROVIDERS;

/** What every test event has besides its type and data. */
export const envelope = () => ({
  occurredAt: new Date().toISOString(),
  actor: { kind: 'system' as const, id: 'test' },
  correlationId: ids.v7(),
  causationId: null,
});

/** Appends an approved register entry, as directory does. */
export async function enter<K extends RegisterKind>(
  directory: EventStore,
  kind: K,
  entry: string,
  value: RegisterEntry<K>,
): Promise<number> {
  const who = { proposedBy: 'qt-1', approvedBy: 'qt-2', human: 'h-qt-2', unit: 'van-hanh' };
  const data = { kind, entry, changeId: ids.v7(), ...who, value, personal: null };
  const events = [{ id: ids.v7(), type: 'EntryApproved', ...envelope(), data }];
  const { position } = await directory.append({
    streams: [{ stream: `register-${kind}.${entry}`, expectedVersion: 'any', events }],
  });
  return position;
}

/** The registers of the tests. Returns the position of the last entry. */
export async function enterAll(directory: EventStore): Promise<number> {
  for (const [id, superior] of UNITS) {
    const rest = { province: null, superior, compiler: null, successors: [] };
    await enter(directory, 'unit', id, { ...dated, name: id, kind: 'monitoring-team', ...rest });
  }
  for (const [id, { kind, expresses, platforms }] of Object.entries(PROVIDERS)) {
    const can = { expresses: [...expresses], platforms: [...platforms], provinces: null };
    await enter(directory, 'provider', id, { ...dated, name: id, kind, ...can, sandbox: false, contact: '' });
  }
  const covers = { actions: [...ACTIONS], categories: [...CATEGORIES] };
  const valid = { ...dated, citation: 'Nghị định 147/2024/NĐ-CP', title: 'x' };
  await enter(directory, 'legal-basis', BASIS, { ...valid, ...covers });
  const ended = { ...valid, validTo: '2026-02-01T00:00:00.000Z', citation: 'Văn bản cũ' };
  await enter(directory, 'legal-basis', 'het-hieu-luc', { ...ended, ...covers });
  const legalBases = [BASIS, 'het-hieu-luc'];
  await enter(directory, 'competence', 'tham-quyen', { ...dated, unit: UNIT, legalBases, ...covers });
  const guarded = { ...dated, name: 'thiet-yeu.example', source: 'x', why: 'x' };
  return enter(directory, 'guard', 'thiet-yeu', guarded);
}

const UNITS = [
  [UNIT, 'so-tttt-ha-noi'],
  [OTHER_UNIT, null],
  ['so-tttt-ha-noi', null],
] as const;
const ACTIONS = ['remove-content', 'stop-sharing', 'restrict-age', 'block-url', 'block-host', 'block-domain'] as const;
const CATEGORIES = ['csam', 'social-vice', 'bullying', 'age-inappropriate', 'grooming'] as const;

/** The units as the guards see them; keys and people refer to them. */
export async function seatUnits(pool: pg.Pool): Promise<void> {
  for (const [id] of UNITS) {
    await pool.query(
      `insert into identity.unit (id, position, name, kind, valid_from, valid_to, superior, successors, retired)
       values ($1, 1, $1, 'monitoring-team', $2, null, null, '{}', false)`,
      [id, FROM],
    );
  }
}

/** Issues a key as an administrator would; returns its text. */
export async function issueKey(
  pool: pg.Pool,
  role: KeyRole,
  holder: { readonly provider?: string; readonly unit?: string },
): Promise<string> {
  const { id, text, hash, prefix } = newApiKey();
  if (holder.provider !== undefined) {
    await pool.query(
      `insert into identity.provider (id, position, name, kind, valid_from, valid_to, sandbox, retired)
       values ($1, 1, $1, 'isp', $2, null, $3, false) on conflict do nothing`,
      [holder.provider, FROM, role === 'sandbox'],
    );
  }
  await pool.query(
    `insert into identity.api_key (id, hash, prefix, name, role, unit, provider, not_before, created_at, created_by)
     values ($1, $2, $3, 'test', $4, $5, $6, $7, now(), 'test')`,
    [id, hash, prefix, role, holder.unit ?? null, holder.provider ?? null, FROM],
  );
  return text;
}

/** Makes a member of staff who is signed in; returns the cookie. */
export async function signIn(pool: pg.Pool, login: string, unit: string, roles: readonly Role[]): Promise<string> {
  const token = newToken();
  await pool.query(
    `insert into identity.person (id, position, login, name, human, unit, roles, valid_from, valid_to, retired)
     values ($1, 1, $1, $1, $2, $3, $4, $5, null, false)`,
    [login, `h-${login}`, unit, roles, FROM],
  );
  await pool.query(
    `insert into identity.session (token_hash, person, created_at, last_seen_at, expires_at)
     values ($1, $2, now(), now(), now() + interval '1 hour')`,
    [token.hash, login],
  );
  return `${SESSION_COOKIE}=${token.text}`;
}
