import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Delete, Get, Module, Post, type DynamicModule, type Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Keyring, eventStoreMigrations } from '#libs/event-store';
import {
  AppConfig,
  FixedClock,
  HealthModule,
  createHost,
  createHttpApp,
  createLogger,
  type Host,
} from '#libs/service-kit';
import { testDatabase, type TestDatabase } from '#libs/testing';
import {
  Caller,
  IdentityModule,
  Permit,
  Public,
  SESSION_ABSOLUTE,
  SESSION_IDLE,
  identityMigrations,
  newApiKey,
  newToken,
  routesOf,
  type Principal,
} from '../src/index.js';

@Controller('api/v1')
class DoorsController {
  @Get('me')
  @Permit({ roles: ['analyst'], keys: ['channel'] })
  me(@Caller() caller: Principal): Principal {
    return caller;
  }

  @Post('cases/:id/approve')
  @Permit({ roles: ['approver'], ownUnit: true })
  approve(): { ok: true } {
    return { ok: true };
  }

  @Get('list')
  @Permit({ keys: ['provider'] })
  list(@Caller() caller: Principal): Principal {
    return caller;
  }

  @Post('reports')
  @Public()
  report(@Caller() caller: Principal): Principal {
    return caller;
  }

  @Post('session')
  @Public({ sameSite: true })
  signIn(): { ok: true } {
    return { ok: true };
  }
}

@Controller('api/v1')
class ForgottenController {
  @Get('open')
  @Public()
  open(): string {
    return 'open';
  }

  @Delete('everything')
  forgotten(): string {
    return 'gone';
  }
}

@Module({})
class Root {
  static of(host: Host, controllers: Type[]): DynamicModule {
    return { module: Root, imports: [IdentityModule.forRoot(host), HealthModule.register(host)], controllers };
  }
}

const NOW = '2026-03-02T02:00:00.000Z';
let database: TestDatabase;
let clock: FixedClock;
let host: Host;
let app: NestFastifyApplication;
let url: string;

beforeAll(async () => {
  database = await testDatabase({ migrations: [eventStoreMigrations, identityMigrations] });
  clock = new FixedClock(NOW);
  const config = new AppConfig({
    port: 0,
    host: '127.0.0.1',
    dataDir: '.',
    databaseUrl: undefined,
    kafkaBrokers: undefined,
    mode: undefined,
    logLevel: 'silent',
    masterKey: undefined,
    dedupeSecret: Buffer.alloc(32),
    trustedProxy: false,
  } as ConstructorParameters<typeof AppConfig>[0]);
  host = await createHost(config, {
    databaseUrl: database.url,
    keyring: new Keyring(Buffer.alloc(32)),
    registry: {},
    clock,
    logger: createLogger({ level: 'silent' }),
  });
  app = await createHttpApp(Root.of(host, [DoorsController]), host);
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
  await database.pool.query(`
    insert into identity.unit (id, position, name, kind, valid_from, valid_to, successors, retired) values
      ('stttt-lam-dong', 1, 'Sở', 'department', '2026-01-01Z', null, '{}', false),
      ('stttt-dak-nong', 2, 'Sở cũ', 'department', '2026-01-01Z', '2026-02-01Z', '{stttt-lam-dong}', false);
    insert into identity.provider (id, position, name, kind, valid_from, valid_to, sandbox, retired) values
      ('nha-mang-a', 3, 'Nhà mạng A', 'telecom', '2026-01-01Z', null, false, false),
      ('nha-mang-cu', 4, 'Nhà mạng cũ', 'telecom', '2026-01-01Z', '2026-02-01Z', false, false);
    insert into identity.person (id, position, login, name, human, unit, roles, delegate_of, valid_from, valid_to, retired) values
      ('p-1', 5, 'an', 'An', 'h-an', 'stttt-lam-dong', '{analyst}', null, '2026-01-01Z', null, false),
      ('p-2', 6, 'binh', 'Bình', 'h-binh', 'stttt-dak-nong', '{analyst}', null, '2026-01-01Z', null, false),
      ('p-3', 7, 'chi', 'Chi', 'h-chi', 'stttt-lam-dong', '{analyst}', null, '2026-01-01Z', null, false),
      ('p-3', 8, '', '', '', '', '{}', null, '2026-02-01Z', null, true);`);
});
afterAll(async () => {
  await app.close();
  await host.close();
  await database.drop();
});

/** A session of a person, begun `age` and last used `idle` milliseconds ago. */
async function session(person: string, { age = 0, idle = 0, ended = false } = {}): Promise<string> {
  const { text, hash } = newToken();
  const now = clock.now().getTime();
  await database.pool.query('insert into identity.session values ($1, $2, $3, $4, $5, $6)', [
    hash,
    person,
    new Date(now - age),
    new Date(now - idle),
    new Date(now - age + SESSION_ABSOLUTE),
    ended ? new Date(now) : null,
  ]);
  return `lachan_session=${text}`;
}

async function key(columns: Partial<Record<string, string | Date>>): Promise<string> {
  const made = newApiKey();
  const row = {
    id: made.id,
    hash: made.hash,
    prefix: made.prefix,
    name: 'khoá',
    not_before: new Date(0),
    created_at: new Date(0),
    created_by: 'p-9',
    ...columns,
  };
  const names = Object.keys(row);
  await database.pool.query(
    `insert into identity.api_key (${names.join(', ')}) values (${names.map((_, i) => `$${(i + 1).toString()}`).join(', ')})`,
    Object.values(row),
  );
  return made.text;
}
const channelKey = (more: Partial<Record<string, string | Date>> = {}): Promise<string> =>
  key({ role: 'channel', unit: 'stttt-lam-dong', channel: 'hotline-111', ...more });

const call = async (
  method: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Record<string, unknown> }> => {
  const response = await fetch(`${url}${path}`, { method, headers });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const me = (headers: Record<string, string>) => call('GET', '/api/v1/me', headers);
const bearer = (text: string): Record<string, string> => ({ authorization: `Bearer ${text}` });

describe('a route that names who it is for', () => {
  it('answers 401 as a problem to a caller without credentials', async () => {
    const { status, body } = await me({});
    expect(status).toBe(401);
    expect(body).toMatchObject({ code: 'unauthenticated', status: 401 });
  });

  it('tells the handler who a signed-in person is', async () => {
    const { status, body } = await me({ cookie: await session('p-1') });
    expect(status).toBe(200);
    expect(body).toEqual({
      kind: 'person',
      id: 'p-1',
      login: 'an',
      human: 'h-an',
      unit: 'stttt-lam-dong',
      unitKind: 'department',
      roles: ['analyst'],
    });
  });

  it('refuses a person without one of its roles', async () => {
    const { status, body } = await call('POST', '/api/v1/cases/x/approve', { cookie: await session('p-1') });
    expect([status, body['code']]).toEqual([403, 'forbidden']);
  });

  it('refuses a key without one of its roles', async () => {
    expect((await call('GET', '/api/v1/list', bearer(await channelKey()))).status).toBe(403);
  });
});

describe('a session', () => {
  it.each([
    ['was ended', { ended: true }],
    ['is older than a working day', { age: SESSION_ABSOLUTE }],
    ['was left unused', { age: SESSION_IDLE, idle: SESSION_IDLE }],
  ])('that %s opens nothing', async (_, how) => {
    expect((await me({ cookie: await session('p-1', how) })).status).toBe(401);
  });

  it('stays open while it is used', async () => {
    const cookie = await session('p-1', { age: SESSION_IDLE, idle: SESSION_IDLE - 1_000 });
    expect((await me({ cookie })).status).toBe(200);
    clock.advance(2_000);
    expect((await me({ cookie })).status).toBe(200);
  });

  it('of a person whose unit has ended opens nothing', async () => {
    expect((await me({ cookie: await session('p-2') })).status).toBe(401);
  });

  it('of a retired person opens nothing', async () => {
    expect((await me({ cookie: await session('p-3') })).status).toBe(401);
  });

  it('that lapsed may still use what is open to everybody', async () => {
    const { status, body } = await call('POST', '/api/v1/reports', { cookie: 'lachan_session=gone' });
    expect([status, body['kind']]).toEqual([201, 'public']);
  });
});

describe('a key', () => {
  it('tells the handler its holder and channel', async () => {
    const { status, body } = await me(bearer(await channelKey()));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      kind: 'key',
      unit: 'stttt-lam-dong',
      keyRole: 'channel',
      channel: 'hotline-111',
      roles: [],
    });
  });

  it('works beside another one of the same name', async () => {
    const [old, fresh] = [await channelKey(), await channelKey()];
    expect([(await me(bearer(old))).status, (await me(bearer(fresh))).status]).toEqual([200, 200]);
  });

  it.each([
    ['was revoked', { revoked_at: new Date(NOW) }],
    ['begins later', { not_before: new Date('2027-01-01Z') }],
    ['has ended', { not_after: new Date('2026-01-01Z') }],
  ])('that %s opens nothing', async (_, columns) => {
    expect((await me(bearer(await channelKey(columns)))).status).toBe(401);
  });

  it('with a wrong secret opens nothing', async () => {
    const right = await channelKey();
    const wrong = right.slice(0, -1) + (right.endsWith('A') ? 'E' : 'A');
    expect((await me(bearer(wrong))).status).toBe(401);
  });

  it('of a provider that has ended opens nothing', async () => {
    expect(
      (await call('GET', '/api/v1/list', bearer(await key({ role: 'provider', provider: 'nha-mang-cu' })))).status,
    ).toBe(401);
    expect(
      (await call('GET', '/api/v1/list', bearer(await key({ role: 'provider', provider: 'nha-mang-a' })))).status,
    ).toBe(200);
  });

  it('that is not valid is refused even where nobody needs one', async () => {
    expect((await call('POST', '/api/v1/reports', bearer('lck_0000000000000000_x'))).status).toBe(401);
    expect((await call('POST', '/api/v1/reports', { authorization: 'Basic YTpi' })).status).toBe(401);
  });
});

describe('a call from another site', () => {
  const approve = async (headers: Record<string, string>) => {
    const { status, body } = await call('POST', '/api/v1/reports', { cookie: await session('p-1'), ...headers });
    return [status, body['code']];
  };

  it.each([
    ['Sec-Fetch-Site: cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['Sec-Fetch-Site: same-site', { 'sec-fetch-site': 'same-site' }],
    ['a foreign Origin', { origin: 'https://other.example' }],
    ['Origin: null', { origin: 'null' }],
  ])('is refused with a cookie: %s', async (_, headers) => {
    expect(await approve(headers)).toEqual([403, 'cross-site']);
  });

  it('is none when it comes from our own pages or from a program', async () => {
    expect((await approve({ 'sec-fetch-site': 'same-origin' }))[0]).toBe(201);
    expect((await approve({ origin: url }))[0]).toBe(201);
    expect((await approve({}))[0]).toBe(201);
  });

  it('is let in with a key, which no browser sends by itself', async () => {
    const headers = { ...bearer(await channelKey()), origin: 'https://other.example' };
    expect((await call('POST', '/api/v1/reports', headers)).status).toBe(201);
  });

  it('may not sign somebody in, though there is no cookie yet', async () => {
    expect((await call('POST', '/api/v1/session', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await call('POST', '/api/v1/session', { 'sec-fetch-site': 'same-origin' })).status).toBe(201);
  });
});

describe('an application', () => {
  it('lists every route with who may call it', () => {
    const routes = routesOf(app).map(({ method, path, permission }) => [
      `${method} ${path}`,
      permission?.roles?.length ?? 0,
      permission?.public ?? false,
    ]);
    expect(routes).toEqual(
      expect.arrayContaining([
        ['GET /api/v1/me', 1, false],
        ['POST /api/v1/cases/:id/approve', 1, false],
        ['POST /api/v1/reports', 5, true],
        ['GET /health/live', 5, true],
      ]),
    );
  });

  it('with a route that names nobody does not boot, and says which', async () => {
    const forgetful = await createHttpApp(Root.of(host, [ForgottenController]), host);
    await expect(forgetful.init()).rejects.toThrow('DELETE /api/v1/everything (ForgottenController.forgotten)');
  });
});
