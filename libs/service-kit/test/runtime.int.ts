import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Inject, Injectable, Module } from '@nestjs/common';
import type { DynamicModule, Provider, Type } from '@nestjs/common';
import { EventStore, Keyring } from '#libs/event-store';
import { Database, HOST, HealthModule, Problem, RuntimeModule, createHost, createHttpApp, createLogger, databaseCheck, loadConfig } from '#libs/service-kit'; // prettier-ignore
import type { Host } from '#libs/service-kit';
import { testDatabase } from '#libs/testing';
import type { TestDatabase } from '#libs/testing';

let db: TestDatabase;
let dataDir: string;
beforeAll(async () => {
  db = await testDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'lachan-kit-'));
});
afterAll(async () => {
  await db.drop();
  await rm(dataDir, { recursive: true });
});

const hostOf = (databaseUrl = db.url): Promise<Host> =>
  createHost(loadConfig({ LACHAN_DATA_DIR: dataDir, DATABASE_URL: databaseUrl }), {
    databaseUrl,
    keyring: new Keyring(randomBytes(32)),
    registry: {},
    logger: createLogger({ level: 'silent' }),
  });

@Injectable()
class Asker {
  constructor(
    readonly database: Database,
    readonly store: EventStore,
  ) {}

  async role(): Promise<string | undefined> {
    return (await this.database.query<{ role: string }>('select current_user as role')).rows[0]?.role;
  }
}

class IntakeAsker extends Asker {}
class TriageAsker extends Asker {}

@Controller('probe')
class ProbeController {
  constructor(
    @Inject(HOST) private readonly host: Host,
    private readonly database: Database,
  ) {}

  @Get('slow')
  async slow(): Promise<unknown> {
    await this.database.query('select pg_sleep(0.3)');
    return { finished: true };
  }

  @Get('poll')
  poll(): Promise<unknown> {
    const nothing = { items: [] };
    if (this.host.stopping.aborted) return Promise.resolve(nothing);
    return new Promise((resolve) => {
      this.host.stopping.addEventListener('abort', () => {
        resolve(nothing);
      });
    });
  }
}

function moduleOf(
  imports: (DynamicModule | Type)[],
  providers: Provider[] = [],
  controllers: Type[] = [],
): DynamicModule {
  @Module({})
  class Service {}
  return { module: Service, imports, providers, controllers };
}

describe('a service in a process with others', () => {
  it('works under its own database role with its own pool and store', async () => {
    const host = await hostOf();
    const root = moduleOf([
      moduleOf([RuntimeModule.forService('intake', host)], [IntakeAsker]),
      moduleOf([RuntimeModule.forService('triage', host)], [TriageAsker]),
    ]);
    const app = await createHttpApp(root, host);
    await app.init();
    const [intake, triage] = [app.get(IntakeAsker, { strict: false }), app.get(TriageAsker, { strict: false })];
    expect([await intake.role(), await triage.role()]).toEqual(['lachan_intake', 'lachan_triage']);
    expect(intake.store).not.toBe(triage.store);
    expect(intake.database.pool).not.toBe(triage.database.pool);
    expect(RuntimeModule.forService('intake', host)).toBe(RuntimeModule.forService('intake', host));
    await app.close();
    await host.close();
    expect([intake.database.pool.ended, triage.database.pool.ended]).toEqual([true, true]);
  });

  it('has nothing left of a transaction that threw', async () => {
    const host = await hostOf();
    const { database } = host.runtime('triage');
    const failing = database.transaction(async (tx) => {
      await tx.query('create temporary table left_over (x int)');
      throw new Problem('no-target');
    });
    await expect(failing).rejects.toThrow('no-target');
    expect((await database.query("select to_regclass('left_over') as found")).rows[0]).toEqual({ found: null });
    await host.close();
  });
});

describe('stopping', () => {
  it('answers the requests in hand, ends long polls, and only then closes the pools', async () => {
    const host = await hostOf();
    const app = await createHttpApp(moduleOf([RuntimeModule.forService('triage', host)], [], [ProbeController]), host);
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();
    const arrived = new Promise<void>((resolve) => {
      let waiting = 2;
      app.getHttpServer().on('request', () => {
        waiting -= 1;
        if (waiting === 0) setImmediate(resolve);
      });
    });
    const answers = ['slow', 'poll'].map((path) => fetch(`${url}/probe/${path}`).then((response) => response.json()));
    await arrived;
    await app.close();
    await host.close();
    expect(await Promise.all(answers)).toEqual([{ finished: true }, { items: [] }]);
  });
});

describe('a database that cannot be reached', () => {
  it('makes the process not ready, and every request that needs it a 503 with Retry-After', async () => {
    const host = await hostOf('postgres://nobody@127.0.0.1:1/none');
    const root = moduleOf(
      [HealthModule.register(host), RuntimeModule.forService('triage', host)],
      [],
      [ProbeController],
    );
    const app = await createHttpApp(root, host);
    host.readiness.add('triage-database', databaseCheck(host.runtime('triage').database));
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();
    const answer = await fetch(`${url}/probe/slow`, { headers: { 'accept-language': 'en' } });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await answer.json()).toMatchObject({ code: 'unavailable', title: 'Unavailable for the moment, try again' });
    const ready = await fetch(`${url}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { status: 'unavailable', checks: { 'triage-database': 'failed' } },
    ]);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    await app.close();
    await host.close();
  });
});

describe('the secret of dedupe keys', () => {
  it('is written once, for its owner only, and is the same for every process of the folder', async () => {
    const [first, second] = await Promise.all([hostOf(), hostOf()]);
    expect(first.secrets.dedupe).toHaveLength(32);
    expect(second.secrets.dedupe).toEqual(first.secrets.dedupe);
    expect(first.secrets.cursor).not.toEqual(first.secrets.dedupe);
    const path = join(dataDir, 'dedupe-secret');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(Buffer.from(await readFile(path, 'utf8'), 'base64')).toEqual(first.secrets.dedupe);
    await Promise.all([first.close(), second.close()]);
  });
});
