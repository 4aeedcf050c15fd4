import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module, type DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { EVENTS, type RegisterKind } from '#libs/contracts';
import { Keyring, eventStoreMigrations, packagePath, type EventStore } from '#libs/event-store';
import { connectEvents, ensureReadModels } from '#libs/messaging';
import {
  FixedClock,
  ReadPosition,
  RuntimeModule,
  createHost,
  createHttpApp,
  createLogger,
  loadConfig,
  type Host,
} from '#libs/service-kit';
import { testDatabase, type TestDatabase } from '#libs/testing';
import {
  AccessLog,
  IdentityModule,
  RegistersReader,
  accessLogOf,
  identityMigrations,
  registersReadModel,
  registersReaderOf,
  registersSubscription,
  type Principal,
} from '../src/index.js';

const registry = Object.fromEntries(
  Object.entries(EVENTS).map(([type, { category, schemaVersion, classes }]) => [
    type,
    { category: category.replace(/-\*$/, ''), schemaVersion, classes },
  ]),
);
const readModels = [registersReadModel('triage')];
const ANALYST: Principal = { kind: 'person', id: 'p-1', human: 'h-1', unit: 'so-a', roles: ['analyst', 'approver'] };
const CASE = '01900000-0000-7000-8000-000000000001';

@Module({})
class Triage {
  static of(host: Host): DynamicModule {
    return {
      module: Triage,
      imports: [RuntimeModule.forService('triage', host), IdentityModule.forRoot(host)],
      providers: [accessLogOf('triage'), registersReaderOf('triage')],
    };
  }
}

let database: TestDatabase;
let host: Host;
let app: NestFastifyApplication;
let clock: FixedClock;
let directory: EventStore;

beforeAll(async () => {
  database = await testDatabase({
    migrations: [
      eventStoreMigrations,
      { name: 'messaging', dir: packagePath('libs/messaging/sql') },
      identityMigrations,
    ],
  });
  await ensureReadModels(database.pool, readModels);
  clock = new FixedClock('2026-03-02T02:00:00.000Z');
  const secret = Buffer.alloc(32, 7).toString('base64');
  host = await createHost(loadConfig({ LACHAN_DEDUPE_SECRET: secret, LACHAN_MASTER_KEY: secret }), {
    databaseUrl: database.url,
    keyring: new Keyring(Buffer.alloc(32, 7)),
    registry,
    clock,
    logger: createLogger({ level: 'silent' }),
  });
  directory = host.runtime('directory').store;
  app = await createHttpApp(Triage.of(host), host);
  connectEvents(app, host, [{ service: 'triage', readModels }]);
  await app.startAllMicroservices();
  await app.init();
});
afterAll(async () => {
  await app.close();
  await host.close();
  await database.drop();
});

async function append(
  type: 'EntryApproved' | 'EntryRetired',
  kind: RegisterKind,
  entry: string,
  value?: object,
): Promise<void> {
  const who = { proposedBy: 'a', approvedBy: 'b', human: 'h-b', unit: 'u' };
  const changeId = host.ids.v7();
  const content = kind === 'person' ? { value: null, personal: value } : { value, personal: null };
  const data = { kind, entry, changeId, ...who, ...(type === 'EntryApproved' ? content : {}) };
  const event = {
    id: host.ids.v7(),
    type,
    occurredAt: clock.now().toISOString(),
    actor: { kind: 'system' as const, id: 't' },
    correlationId: 'c',
    causationId: null,
    data,
  };
  const { position } = await directory.append({
    streams: [{ stream: `register-${kind}.${entry}`, expectedVersion: 'any', events: [event] }],
  });
  const { stale } = await app.get(ReadPosition, { strict: false }).wait([registersSubscription('triage')], position);
  expect(stale).toBe(false);
}
const unit = (name: string, validFrom = '2026-01-01T00:00:00.000Z') => ({
  validFrom,
  validTo: null,
  name,
  kind: 'department',
  province: null,
  superior: null,
  compiler: null,
  successors: [],
});

describe('a service’s copy of the registers', () => {
  it('follows approvals and retirements, and remembers what counted before', async () => {
    const reader = app.get(RegistersReader, { strict: false });
    expect((await reader.now()).get('unit', 'so-a')).toBeUndefined();
    await append('EntryApproved', 'unit', 'so-a', unit('Sở A'));
    expect((await reader.now()).get('unit', 'so-a')).toMatchObject({ id: 'so-a', name: 'Sở A' });
    await append('EntryApproved', 'unit', 'so-a', unit('Sở A và B', '2026-07-01T00:00:00.000Z'));
    expect((await reader.now()).get('unit', 'so-a')?.name).toBe('Sở A');
    expect((await reader.at('2026-08-01')).get('unit', 'so-a')?.name).toBe('Sở A và B');
    clock.advance(1_000);
    await append('EntryRetired', 'unit', 'so-a');
    expect((await reader.now()).get('unit', 'so-a')).toBeUndefined();
    expect((await reader.at('2026-02-01')).get('unit', 'so-a')?.name).toBe('Sở A');
  });

  it('sees an entry begin when its time comes, without any event', async () => {
    const reader = app.get(RegistersReader, { strict: false });
    await append('EntryApproved', 'unit', 'so-c', unit('Sở C', '2026-03-02T03:00:00.000Z'));
    expect((await reader.now()).get('unit', 'so-c')).toBeUndefined();
    clock.advance(60 * 60 * 1000);
    expect((await reader.now()).get('unit', 'so-c')?.name).toBe('Sở C');
  });

  it('holds nobody’s name in a service that may not open it', async () => {
    await append('EntryApproved', 'person', 'p-9', { name: 'Tên Bí Mật', validFrom: '2026-01-01T00:00:00.000Z' });
    const { rows } = await database.pool.query<{ value: unknown }>(
      `select value from triage_registers.register_version where kind = 'person' and entry = 'p-9'`,
    );
    expect(rows).toEqual([{ value: null }]);
    expect((await app.get(RegistersReader, { strict: false }).now()).get('person', 'p-9')).toBeUndefined();
  });
});

describe('the access log', () => {
  const written = () => host.runtime('triage').store.readStream('access-triage-p-1-20260302');

  it('writes a view once per person, case and day, also after a restart', async () => {
    const log = app.get(AccessLog, { strict: false });
    await log.caseViewed(ANALYST, CASE);
    await log.caseViewed(ANALYST, CASE);
    await new AccessLog({ store: host.runtime('triage').store, service: 'triage', clock, ids: host.ids }).caseViewed(
      ANALYST,
      CASE,
    );
    expect((await written()).map(({ type, data }) => [type, data])).toEqual([['CaseViewed', { caseId: CASE }]]);
    clock.advance(24 * 60 * 60 * 1000);
    await log.caseViewed(ANALYST, CASE);
    expect(await host.runtime('triage').store.readStream('access-triage-p-1-20260303')).toHaveLength(1);
  });

  it('writes every revelation and every refused attempt, under the pseudonym', async () => {
    const log = app.get(AccessLog, { strict: false });
    await log.textRevealed(ANALYST, 'note', CASE);
    await log.refused(ANALYST, { attempt: 'approve', refusal: 'self-approval', caseId: CASE });
    const events = (await host.runtime('triage').store.readStream('access-triage-p-1-20260303')).slice(1);
    expect(events).toMatchObject([
      {
        type: 'TextRevealed',
        actor: { kind: 'person', id: 'p-1', unit: 'so-a', role: 'analyst' },
        data: { what: 'note', caseId: CASE },
      },
      { type: 'AttemptRefused', data: { attempt: 'approve', refusal: 'self-approval', caseId: CASE, subject: null } },
    ]);
  });
});
