import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DirectoryBootstrap } from '#apps/directory';
import { SERVICES_OF_THE_HOUSE, describeApi, establish, type Credentials } from '#apps/lachan';
import { EventStore, Keyring, packagePath, type RecordedEvent } from '#libs/event-store';
import { kafkaSettings, makeTopics } from '#libs/messaging';
import { eventRegistry, prepareDatabase, runServices, type Running } from '#libs/process';
import { createHost, createLogger, loadConfig, type Clock, type Host, type Ids, type Logger } from '#libs/service-kit';
import { DescribedAnswers, testDatabase, type TestDatabase } from '#libs/testing';

const migrations = [
  ...['event-store', 'messaging', 'identity'].map((name) => ({ name, dir: packagePath(`libs/${name}/sql`) })),
  ...SERVICES_OF_THE_HOUSE.flatMap((service) => service.migrations),
];
const SECRET = Buffer.alloc(32, 7).toString('base64');

type Environment = Readonly<Record<string, string>>;

const logger = (): Logger => createLogger({ level: process.env['TEST_LOG'] === '1' ? 'warn' : 'silent' });
const parts = () => ({ registry: eventRegistry(), keyring: new Keyring(Buffer.alloc(32, 9)) });
const logOf = (database: TestDatabase): EventStore =>
  new EventStore({ pool: database.poolFor('ledger'), service: 'ledger', ...parts() });

async function run(
  database: TestDatabase,
  dataDir: string,
  env: Environment,
  more: { ids?: Ids; clock?: Clock } = {},
): Promise<{ running: Running; host: Host }> {
  const config = loadConfig({
    LACHAN_DATA_DIR: dataDir,
    LACHAN_DEDUPE_SECRET: SECRET,
    LACHAN_PUBLIC_RATE: '100000',
    ...env,
  });
  const kafka = kafkaSettings(config);
  if (kafka) await makeTopics(kafka, database.pool, logger(), { partitions: 4, replication: 1 });
  const host = await createHost(config, { databaseUrl: database.url, logger: logger(), ...parts(), ...more });
  return { host, running: await runServices(host, SERVICES_OF_THE_HOUSE, { listen: { host: '127.0.0.1', port: 0 } }) };
}

/** One answer as a client sees it. `body` is the parsed JSON, or an empty object when there was none. */
export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: T;
}

/** A call; `body` of a string or of bytes is sent as it is, anything else as JSON. */
export interface Call {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const isRaw = (body: unknown): body is string | Uint8Array<ArrayBuffer> =>
  typeof body === 'string' || body instanceof Uint8Array;

/**
 * The whole product in this process, composed as `lachan start` composes it, on a database and a data folder of its own, with
 * the demonstration's units, people, providers and keys entered over HTTP, and no reports yet.
 */
export class Product {
  readonly #cookies = new Map<string, string>();
  readonly #described: DescribedAnswers;
  #rests = false;

  private constructor(
    readonly running: Running,
    readonly host: Host,
    readonly database: TestDatabase,
    readonly dataDir: string,
    readonly credentials: Credentials,
    /** Every event, as the auditor's role reads it. */
    readonly log: EventStore,
  ) {
    this.#described = new DescribedAnswers(describeApi(running.app));
  }

  /** @param delivery what `delivery.json` of the installation holds. */
  static async start(env: Environment = {}, delivery?: object): Promise<Product> {
    const database = await testDatabase({ migrations });
    await prepareDatabase(database.url, SERVICES_OF_THE_HOUSE, logger());
    const dataDir = await mkdtemp(join(tmpdir(), 'lachan-product-'));
    if (delivery) await writeFile(join(dataDir, 'delivery.json'), JSON.stringify(delivery), { mode: 0o600 });
    const { running, host } = await run(database, dataDir, env);
    const token = await running.app.get(DirectoryBootstrap, { strict: false }).setUpToken();
    if (token === null) throw new Error('a fresh installation has a set-up token');
    const credentials = await establish(running.url, token, () => undefined);
    return new Product(running, host, database, dataDir, credentials, logOf(database));
  }

  /**
   * A second product on a copy of the database of one that was stopped: the same people, keys, registers and feeds.
   * @param options.delivery what `delivery.json` of the copy holds.
   */
  static async copyOf(
    stopped: Product,
    options: { ids?: Ids; clock?: Clock; delivery?: object } = {},
  ): Promise<Product> {
    const database = await testDatabase({ copyOf: stopped.database });
    const dataDir = await mkdtemp(join(tmpdir(), 'lachan-product-'));
    const { delivery, ...more } = options;
    if (delivery) await writeFile(join(dataDir, 'delivery.json'), JSON.stringify(delivery), { mode: 0o600 });
    const { running, host } = await run(database, dataDir, {}, more);
    return new Product(running, host, database, dataDir, stopped.credentials, logOf(database));
  }

  /** Stops the processes; the database stays, to be copied. */
  async stop(): Promise<void> {
    await this.running.close();
    await this.log.close();
  }

  get url(): string {
    return this.running.url;
  }

  /** The installation's secret, for whoever starts another process of it. */
  get secret(): string {
    return SECRET;
  }

  /** Stops the process and keeps what it has. */
  async rest(): Promise<void> {
    this.#rests = true;
    await this.running.close();
  }

  async close(): Promise<void> {
    if (!this.#rests) await this.running.close();
    await this.log.close();
    await this.database.drop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /**
   * One call as a person (login), with a key (its name), or as nobody (null).
   * @param path below `/api/v1` when it begins with `/`, else the whole path without its first slash.
   */
  async call<T = Record<string, unknown>>(who: string | null, path: string, call: Call = {}): Promise<Answer<T>> {
    const { body, headers = {} } = call;
    const response = await fetch(`${this.url}${path.startsWith('/') ? `/api/v1${path}` : `/${path}`}`, {
      method: call.method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        ...(body === undefined || isRaw(body) ? {} : { 'content-type': 'application/json' }),
        ...(await this.speaksAs(who)),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isRaw(body) ? body : JSON.stringify(body) }),
      // The way out of the public pages leads to another house; a test reads where, and stays.
      redirect: 'manual',
    });
    const text = await response.text();
    const contentType = response.headers.get('content-type');
    const parsed = /json(;|$)/.test(contentType ?? '') && !/ndjson/.test(contentType ?? '') && text !== '';
    const json = parsed ? (JSON.parse(text) as unknown) : undefined;
    this.#compare(
      call.method ?? (body === undefined ? 'GET' : 'POST'),
      response,
      json ?? (text === '' ? undefined : text),
    );
    return { status: response.status, headers: response.headers, text, body: (json ?? {}) as T };
  }

  /** The same, and it must succeed. */
  async ok<T = Record<string, unknown>>(who: string | null, path: string, call: Call = {}): Promise<T> {
    const answer = await this.call<T>(who, path, call);
    if (answer.status >= 300) throw new Error(`${path} as ${String(who)}: ${String(answer.status)} ${answer.text}`);
    return answer.body;
  }

  /** The headers that say who calls; a person is signed in at the first call. */
  async speaksAs(who: string | null): Promise<Record<string, string>> {
    if (who === null) return {};
    const key = this.credentials.keys.find(({ name }) => name === who);
    if (key) return { authorization: `Bearer ${key.key}` };
    return { cookie: this.#cookies.get(who) ?? (await this.#signIn(who)), 'sec-fetch-site': 'same-origin' };
  }

  /** Forgets a session, so that the next call of this person signs in again. */
  forget(login: string): void {
    this.#cookies.delete(login);
  }

  /** Waits for an answer that is not undefined; says what it waited for, and where the log stood, when none comes in 20 s. */
  async until<T>(what: string, question: () => Promise<T | undefined>): Promise<T> {
    const patience = performance.now() + 20_000;
    for (;;) {
      const answer = await question();
      if (answer !== undefined) return answer;
      if (performance.now() > patience)
        throw new Error(`waited in vain for ${what}; the log ends\n${await this.#end()}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Every answer of the API is as docs/openapi.json describes it, field for field; pages for people are no part of that. */
  #compare(method: string, { url, status, headers }: Response, body: unknown): void {
    const path = new URL(url).pathname;
    if (!/^\/(api|health|metrics)(\/|$)/.test(path)) return;
    const seen = { method, path, status, contentType: headers.get('content-type'), body };
    const differences = this.#described.differences(seen);
    if (differences.length > 0) throw new Error(`not as described:\n${differences.join('\n')}`);
  }

  async #end(): Promise<string> {
    const after = (await this.log.head()) + 1;
    const events = await this.log.readAll({ after, limit: 20, direction: 'backwards' });
    return events.map(({ position, type, stream }) => `${String(position)} ${type} ${stream}`).join('\n');
  }

  /**
   * Waits until every subscription and read model has seen the log as it is now, and what that made them append.
   * @param without one that is kept from going on meanwhile.
   */
  async settled(without = ''): Promise<void> {
    await this.until('every subscription', async () => {
      const head = await this.log.head();
      const { rows } = await this.database.pool.query<{ behind: boolean }>(
        'select bool_or(position < $1) as behind from messaging.standing where subscription <> $2',
        [head, without],
      );
      return rows[0]?.behind === false && (await this.log.head()) === head ? true : undefined;
    });
  }

  /** The same by what the processes here have seen, which they tell at once: also while the clock stands still. */
  async caughtUp(): Promise<void> {
    const marks = () =>
      SERVICES_OF_THE_HOUSE.flatMap(({ name }) => [...this.host.runtime(name).progress.all().values()]);
    await this.until('every process', async () => {
      const head = await this.log.head();
      const there = marks().every(({ position, waitingFrom }) => position >= head && waitingFrom === null);
      return there && (await this.log.head()) === head ? true : undefined;
    });
  }

  async events(...types: string[]): Promise<RecordedEvent<string, Record<string, unknown>>[]> {
    const all = await this.log.readAll({ after: 0, limit: 100_000, ...(types.length > 0 && { types }) });
    return all as RecordedEvent<string, Record<string, unknown>>[];
  }

  async #signIn(login: string): Promise<string> {
    const user = this.credentials.users.find((candidate) => candidate.login === login);
    if (!user) throw new Error(`the demonstration has no ${login}`);
    const response = await fetch(`${this.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login, password: user.password }),
    });
    const cookie = response.headers.get('set-cookie')?.split(';')[0];
    if (cookie === undefined) throw new Error(`${login} could not sign in: ${await response.text()}`);
    this.#cookies.set(login, cookie);
    return cookie;
  }
}
