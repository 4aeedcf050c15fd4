import { Keyring } from '#libs/event-store';
import { eventRegistry, prepareDatabase, runServices } from '#libs/process';
import { FixedClock, createHost, createLogger, loadConfig } from '#libs/service-kit';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { completeOpenApi, routesOf } from '#libs/identity';
import { DescribedAnswers, testDatabase } from '#libs/testing';
import { DirectoryBootstrap, directory, type TwoAdministrators } from '../src/index.js';
import type { Person } from '#libs/contracts';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { EventStore } from '#libs/event-store';
import type { TestDatabase } from '#libs/testing';

export const PASSWORD = 'mật khẩu dài của tôi';
export const NOW = '2026-03-02T02:00:00.000Z';
export const FROM = '2026-01-01T00:00:00.000Z';

/** One answer as a client sees it. */
export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

/** A client that keeps its session cookie, as a browser does, and compares every answer with the API's description. */
export class Client {
  cookie: string | undefined;

  constructor(
    private readonly url: string,
    private readonly described: DescribedAnswers,
    private readonly headers: Record<string, string> = {},
  ) {}

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        ...this.headers,
        ...(this.cookie === undefined ? {} : { cookie: this.cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const cookie = response.headers.get('set-cookie');
    if (cookie !== null) this.cookie = cookie.includes('Max-Age=0') ? undefined : cookie.split(';')[0];
    const text = await response.text();
    const parsed = text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>);
    const { status } = response;
    const contentType = response.headers.get('content-type');
    const seen = { method, path: `/api/v1${path.split('?')[0] ?? ''}`, status, contentType, body: parsed };
    const differences = this.described.differences(seen);
    if (differences.length > 0) throw new Error(`not as described:\n${differences.join('\n')}`);
    return { status, body: parsed ?? {}, headers: response.headers };
  }
}

export interface DirectoryUnderTest {
  readonly url: string;
  readonly app: NestFastifyApplication;
  readonly database: TestDatabase;
  readonly clock: FixedClock;
  readonly store: EventStore;
  readonly bootstrap: DirectoryBootstrap;
  /** Signs in with the password every person of these tests has. */
  signedIn(login: string): Promise<Client>;
  client(key?: string): Client;
  close(): Promise<void>;
}

/**
 * The directory service on a database of its own, listening, its clock standing still.
 * @param road where the service reaches the database: given its URL, answers another one.
 */
export async function startDirectory(
  road: (url: string) => string | Promise<string> = (url) => url,
): Promise<DirectoryUnderTest> {
  const database = await testDatabase();
  const logger = createLogger({ level: process.env['TEST_LOG'] === undefined ? 'silent' : 'warn' });
  await prepareDatabase(database.url, [directory], logger);
  const clock = new FixedClock(NOW);
  const secret = Buffer.alloc(32, 7).toString('base64');
  const config = loadConfig({ LACHAN_MASTER_KEY: secret, LACHAN_DEDUPE_SECRET: secret });
  const host = await createHost(config, {
    databaseUrl: await road(database.url),
    keyring: new Keyring(Buffer.alloc(32, 7)),
    registry: eventRegistry(),
    clock,
    logger,
  });
  const running = await runServices(host, [directory], { listen: { host: '127.0.0.1', port: 0 } });
  const description = SwaggerModule.createDocument(
    running.app,
    new DocumentBuilder().setOpenAPIVersion('3.1.0').build(),
  );
  const described = new DescribedAnswers(completeOpenApi(description, routesOf(running.app)));
  const client = (key?: string): Client =>
    new Client(running.url, described, key === undefined ? {} : { authorization: `Bearer ${key}` });
  return {
    url: running.url,
    app: running.app,
    database,
    clock,
    store: host.runtime('directory').store,
    bootstrap: running.app.get(DirectoryBootstrap, { strict: false }),
    client,
    async signedIn(login) {
      const browser = client();
      const answer = await browser.call('POST', '/session', { login, password: PASSWORD });
      if (answer.status !== 200) throw new Error(`${login} could not sign in: ${JSON.stringify(answer.body)}`);
      return browser;
    },
    async close() {
      await running.close();
      await database.drop();
    },
  };
}

/** Two administrators of two units, both with passwords: what most tests begin with. */
export const founders = (directory: DirectoryUnderTest): Promise<TwoAdministrators> =>
  directory.bootstrap.setUpWithPasswords(
    {
      id: 'qt-an',
      login: 'an',
      name: 'Nguyễn Thị An',
      password: PASSWORD,
      unit: { id: 'van-hanh', name: 'Trung tâm vận hành', kind: 'operations' },
    },
    {
      id: 'qt-binh',
      login: 'binh',
      name: 'Trần Văn Bình',
      password: PASSWORD,
      unit: { id: 'stttt-lam-dong', name: 'Sở Thông tin và Truyền thông Lâm Đồng', kind: 'department' },
    },
  );

export const person = (login: string, more: Partial<Person> = {}): Person => ({
  validFrom: FROM,
  validTo: null,
  login,
  name: `Người ${login}`,
  unit: 'stttt-lam-dong',
  roles: ['analyst'],
  human: `h-${login}`,
  delegateOf: null,
  ...more,
});
