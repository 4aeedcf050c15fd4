import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventData, EventType, RegisterEntry, RegisterKind, RequestPage } from '#libs/contracts';
import { EventStore, Keyring, packagePath, type RecordedEvent, type ServiceName } from '#libs/event-store';
import { completeOpenApi, routesOf } from '#libs/identity';
import { eventRegistry, prepareDatabase, runServices, type Running } from '#libs/process';
import { SystemIds, createHost, createLogger, loadConfig, type Host } from '#libs/service-kit';
import { DescribedAnswers, testDatabase, type TestDatabase } from '#libs/testing';
import { dispatch } from '../src/index.js';
import { approvalOf, type ApprovalOptions } from './approval.js';
import { OTHER_UNIT, PROVIDERS, UNIT, enter, enterAll, envelope, issueKey, seatUnits, signIn } from './world.js';

const migrations = [
  ...['event-store', 'messaging', 'identity'].map((name) => ({ name, dir: packagePath(`libs/${name}/sql`) })),
  ...dispatch.migrations,
];

const ids = new SystemIds();

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: T;
}

/** Settings of the environment, as an operator makes them. */
type Environment = Readonly<Record<string, string>>;

export interface CallOptions {
  readonly key?: string;
  readonly cookie?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** The dispatch service alone, over HTTP, on a database of its own, with registers and callers as they would be. */
export class DispatchUnderTest {
  readonly keys = new Map<string, string>();
  readonly cookies = new Map<string, string>();
  readonly #stores = new Map<ServiceName, EventStore>();
  readonly #described: DescribedAnswers;

  private constructor(
    readonly database: TestDatabase,
    readonly dataDir: string,
    public running: Running,
    public host: Host,
    private readonly env: Environment,
  ) {
    const { app } = running;
    const description = SwaggerModule.createDocument(app, new DocumentBuilder().setOpenAPIVersion('3.1.0').build());
    this.#described = new DescribedAnswers(completeOpenApi(description, routesOf(app)));
  }

  /** @param delivery what `delivery.json` of the installation holds. */
  static async start(delivery?: object, env: Environment = {}): Promise<DispatchUnderTest> {
    const database = await testDatabase({ migrations });
    await prepareDatabase(database.url, [dispatch], createLogger({ level: 'silent' }));
    const dataDir = await mkdtemp(join(tmpdir(), 'lachan-dispatch-'));
    if (delivery) await writeFile(join(dataDir, 'delivery.json'), JSON.stringify(delivery), { mode: 0o600 });
    const under = new DispatchUnderTest(database, dataDir, ...(await boot(database, dataDir, env)), env);
    await under.#furnish();
    return under;
  }

  get url(): string {
    return this.running.url;
  }

  /** Stops the service and starts it again on the same database. */
  async restart(): Promise<void> {
    await this.running.close();
    [this.running, this.host] = await boot(this.database, this.dataDir, this.env);
  }

  /** Another process on the same database: its own pools, subscriptions and port. */
  async second(): Promise<Running> {
    return (await boot(this.database, this.dataDir, this.env))[0];
  }

  async close(): Promise<void> {
    await this.running.close();
    await Promise.all([...this.#stores.values()].map((store) => store.close()));
    await this.database.drop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /** The log as another service reads and writes it. */
  store(service: ServiceName): EventStore {
    let store = this.#stores.get(service);
    if (!store) {
      store = new EventStore({
        pool: this.database.poolFor(service),
        registry: eventRegistry(),
        keyring: keyring(),
        service,
      });
      this.#stores.set(service, store);
    }
    return store;
  }

  /** Every event of some types, oldest first. */
  async events<T extends EventType>(...types: T[]): Promise<RecordedEvent<T, EventData<T>>[]> {
    const all = await this.store('ledger').readAll({ after: 0, limit: 100_000, types });
    return all as RecordedEvent<T, EventData<T>>[];
  }

  /** One HTTP call; an answer that the API description does not describe fails the test. */
  async call<T = Record<string, unknown>>(path: string, options: CallOptions = {}): Promise<Answer<T>> {
    const { key, cookie, body, headers = {} } = options;
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { authorization: `Bearer ${this.keys.get(key) ?? key}` }),
        ...(cookie === undefined
          ? {}
          : { cookie: this.cookies.get(cookie) ?? cookie, 'sec-fetch-site': 'same-origin', origin: this.url }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const contentType = response.headers.get('content-type');
    const said: unknown = contentType?.includes('json') && text !== '' ? JSON.parse(text) : undefined;
    const seen = { path: new URL(response.url).pathname, status: response.status, contentType };
    const method = body === undefined ? 'GET' : 'POST';
    const differences = this.#described.differences({
      ...seen,
      method,
      body: said ?? (text === '' ? undefined : text),
    });
    if (differences.length > 0) throw new Error(differences.join('\n'));
    return { status: response.status, headers: response.headers, text, body: (said ?? {}) as T };
  }

  /** One poll of a provider; it waits for something new, at most ten seconds. */
  async poll(provider: string, cursor?: string, more: { wait?: number; limit?: number } = {}): Promise<RequestPage> {
    const query = new URLSearchParams({ wait: String(more.wait ?? 10), limit: String(more.limit ?? 100) });
    if (cursor !== undefined) query.set('cursor', cursor);
    const { status, body, text } = await this.call<RequestPage>(`/requests?${query.toString()}`, { key: provider });
    if (status !== 200) throw new Error(`poll of ${provider}: ${String(status)} ${text}`);
    return body;
  }

  /** Polls on from a cursor until an item of this order has come; gives everything that came, and the cursor after it. */
  async receive(provider: string, order: string, cursor?: string): Promise<RequestPage> {
    const items: RequestPage['items'] = [];
    for (let after = cursor; ;) {
      const page = await this.poll(provider, after);
      items.push(...page.items);
      after = page.cursor;
      if (page.items.some((item) => item.order === order)) return { items, cursor: page.cursor };
    }
  }

  /** Appends what triage appends when a second person approves. Returns the approval's id and the order that follows from it. */
  async approve(
    options: ApprovalOptions = {},
  ): Promise<{ approval: string; order: string; caseId: string; position: number }> {
    const caseId = options.caseId ?? ids.v7();
    const approval = ids.v7();
    const position = await this.appendAsTriage(caseId, approval, 'ProposalApproved', approvalOf(caseId, options));
    return { approval, order: ids.v5(approval), caseId, position };
  }

  async appendAsTriage<T extends EventType>(caseId: string, id: string, type: T, data: EventData<T>): Promise<number> {
    const { position } = await this.store('triage').append({
      streams: [
        {
          stream: `case-${caseId}`,
          expectedVersion: 'any',
          events: [{ id, type, data, ...envelope(), orderingKey: `case-${caseId}` }],
        },
      ],
    });
    return position;
  }

  /** The id of an order's request to one provider. */
  request(order: string, provider: string): string {
    return ids.v5(`${order}:${provider}`);
  }

  /** Waits until a subscription of dispatch has handled everything up to a position. */
  async reached(subscription: string, position: number): Promise<void> {
    const { progress } = this.host.runtime('dispatch');
    await new Promise<void>((resolve) => {
      const look = (): void => {
        const mark = progress.get(subscription);
        if (mark && mark.position >= position && mark.waitingFrom === null) {
          off();
          resolve();
        }
      };
      const off = progress.onChange(look);
      look();
    });
  }

  /** Waits until the given question is answered with yes. */
  async until(question: () => Promise<boolean>): Promise<void> {
    while (!(await question())) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  /** Appends an approved register entry; returns its position. */
  register<K extends RegisterKind>(kind: K, entry: string, value: RegisterEntry<K>): Promise<number> {
    return enter(this.store('directory'), kind, entry, value);
  }

  async #furnish(): Promise<void> {
    const { pool } = this.database;
    const position = await enterAll(this.store('directory'));
    await seatUnits(pool);
    for (const provider of Object.keys(PROVIDERS)) {
      this.keys.set(provider, await issueKey(pool, 'provider', { provider }));
    }
    this.keys.set('thu-nghiem', await issueKey(pool, 'sandbox', { provider: 'thu-nghiem' }));
    this.keys.set('truong-hoc', await issueKey(pool, 'school', { unit: UNIT }));
    for (const [login, unit, role] of STAFF) this.cookies.set(login, await signIn(pool, login, unit, [role]));
    await this.reached('dispatch.registers', position);
  }
}

const STAFF = [
  ['nguoi-trinh', UNIT, 'analyst'],
  ['nguoi-duyet', UNIT, 'approver'],
  ['nguoi-duyet-hai', UNIT, 'approver'],
  ['nguoi-duyet-khac', OTHER_UNIT, 'approver'],
  ['giam-sat', OTHER_UNIT, 'auditor'],
  ['quan-tri', OTHER_UNIT, 'administrator'],
] as const;

const keyring = (): Keyring => new Keyring(Buffer.alloc(32, 9));

async function boot(database: TestDatabase, dataDir: string, env: Environment): Promise<[Running, Host]> {
  const level = process.env['TEST_LOG'] === undefined ? 'silent' : 'warn';
  const secret = Buffer.alloc(32, 7).toString('base64');
  const config = loadConfig({ ...env, LACHAN_DATA_DIR: dataDir, LACHAN_DEDUPE_SECRET: secret });
  const host = await createHost(config, {
    databaseUrl: database.url,
    keyring: keyring(),
    registry: eventRegistry(),
    logger: createLogger({ level }),
    // It is tested what read models hold, not when: on a busy machine they would let events gather.
    load: { busy: false },
  });
  return [await runServices(host, [dispatch], { listen: { host: '127.0.0.1', port: 0 } }), host];
}
