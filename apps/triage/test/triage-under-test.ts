import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  CaseCommandResult,
  CaseView,
  EventData,
  EventType,
  KeyRole,
  RegisterEntry,
  RegisterKind,
} from '#libs/contracts';
import { isMaterial } from '#libs/contracts';
import {
  EventStore,
  Keyring,
  packagePath,
  type NewEvent,
  type RecordedEvent,
  type ServiceName,
} from '#libs/event-store';
import { SESSION_COOKIE, newApiKey, newToken } from '#libs/identity';
import { eventRegistry, prepareDatabase, runServices, type Running } from '#libs/process';
import { SystemIds, createHost, createLogger, loadConfig, type Host } from '#libs/service-kit';
import { testDatabase, type DescribedAnswers, type TestDatabase } from '#libs/testing';
import { triage } from '../src/index.js';
import { describedBy, expectDescribed } from './described.js';
import { event, reportOf, type ReportOptions } from './reports.js';
import { PEOPLE, UNITS, registerEntries } from './world.js';

const migrations = [
  ...['event-store', 'messaging', 'identity'].map((name) => ({ name, dir: packagePath(`libs/${name}/sql`) })),
  ...triage.migrations,
];
const SECRET = Buffer.alloc(32, 7).toString('base64');
const FROM = '2020-01-01T00:00:00.000Z';
const ids = new SystemIds();

/** Starting and stopping a service with its database may take this long on a busy machine. */
export const BOOT = 120_000;

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: T & { readonly code?: string };
}

/** The triage service over HTTP on a database of its own, with registers, people and reports as they would be. */
export class TriageUnderTest {
  readonly #cookies = new Map<string, string>();
  readonly #keys = new Map<string, string>();
  readonly #stores = new Map<ServiceName, EventStore>();
  readonly #described: DescribedAnswers;

  private constructor(
    readonly database: TestDatabase,
    readonly dataDir: string,
    public running: Running,
    public host: Host,
  ) {
    this.#described = describedBy(running);
  }

  static async start(): Promise<TriageUnderTest> {
    const database = await testDatabase({ migrations });
    await prepareDatabase(database.url, [triage], createLogger({ level: 'silent' }));
    const dataDir = await mkdtemp(join(tmpdir(), 'lachan-triage-'));
    const under = new TriageUnderTest(database, dataDir, ...(await boot(database, dataDir)));
    await under.#furnish();
    return under;
  }

  async close(): Promise<void> {
    await this.running.close();
    await Promise.all([...this.#stores.values()].map((store) => store.close()));
    await this.database.drop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /** Another process on the same database: its own pools, subscriptions and port. */
  async second(): Promise<Running> {
    return (await boot(this.database, this.dataDir))[0];
  }

  store(service: ServiceName): EventStore {
    let store = this.#stores.get(service);
    if (!store) {
      const pool = this.database.poolFor(service);
      store = new EventStore({ pool, registry: eventRegistry(), keyring: keyring(), service });
      this.#stores.set(service, store);
    }
    return store;
  }

  async events<T extends EventType>(...types: T[]): Promise<RecordedEvent<T, EventData<T>>[]> {
    const all = await this.store('ledger').readAll({ after: 0, limit: 100_000, types });
    return all as RecordedEvent<T, EventData<T>>[];
  }

  /** One call as a person (login), with a key (name), or as nobody. */
  async call<T = Record<string, unknown>>(
    who: string | null,
    path: string,
    options: { body?: unknown; ifMatch?: number; headers?: Record<string, string>; method?: string; at?: string } = {},
  ): Promise<Answer<T>> {
    const { body, ifMatch, headers = {} } = options;
    const cookie = who === null ? undefined : this.#cookies.get(who);
    const key = who === null ? undefined : this.#keys.get(who);
    const response = await fetch(`${options.at ?? this.running.url}/api/v1${path}`, {
      method: options.method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(cookie === undefined ? {} : { cookie, 'sec-fetch-site': 'same-origin' }),
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...(ifMatch === undefined ? {} : { 'if-match': `"${String(ifMatch)}"` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = (response.headers.get('content-type') ?? '').includes('json') && text !== '';
    expectDescribed(this.#described, options.method ?? (body === undefined ? 'GET' : 'POST'), path, response, text);
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: (json ? JSON.parse(text) : {}) as Answer<T>['body'],
    };
  }

  /** A POST whose body is sent byte for byte, with the version that needs no thought. */
  async raw(who: string, path: string, body: string | Uint8Array<ArrayBuffer>): Promise<Response> {
    const headers = {
      'content-type': 'application/json',
      cookie: this.#cookies.get(who) ?? '',
      'sec-fetch-site': 'same-origin',
      'if-match': '"1"',
    };
    const response = await fetch(`${this.running.url}/api/v1${path}`, { method: 'POST', headers, body });
    expectDescribed(this.#described, 'POST', path, response, await response.clone().text());
    return response;
  }

  /** A response that goes on: server-sent events. */
  async stream(who: string, path: string, signal: AbortSignal, lastEventId?: number): Promise<Response> {
    const headers: Record<string, string> = { cookie: this.#cookies.get(who) ?? '' };
    if (lastEventId !== undefined) headers['last-event-id'] = String(lastEventId);
    return fetch(`${this.running.url}/api/v1${path}`, { headers, signal });
  }

  /** The case as a person reads it. */
  async case(who: string, caseId: string, after?: number): Promise<CaseView> {
    const query = after === undefined ? '' : `?after=${String(after)}`;
    const { status, body, text } = await this.call<CaseView>(who, `/cases/${caseId}${query}`);
    if (status !== 200) throw new Error(`GET case as ${who}: ${String(status)} ${text}`);
    return body;
  }

  /** One command with the version as it is now. */
  async command(who: string, caseId: string, name: string, body: unknown = {}): Promise<Answer<CaseCommandResult>> {
    const [last] = (await this.store('triage').readStream(`case-${caseId}`, { direction: 'backwards' })).filter(
      ({ type }) => isMaterial(type as EventType),
    );
    return this.call(who, `/cases/${caseId}/${name}`, { body, ifMatch: last?.version ?? 0 });
  }

  /** The same, and it must succeed. */
  async ok(who: string, caseId: string, name: string, body: unknown = {}): Promise<CaseCommandResult> {
    const answer = await this.command(who, caseId, name, body);
    if (answer.status !== 200) throw new Error(`${name} as ${who}: ${String(answer.status)} ${answer.text}`);
    return answer.body;
  }

  /** Appends what intake appends for one report. Returns the report's id. */
  async report(options: ReportOptions = {}): Promise<string> {
    const { reportId, events } = reportOf(options);
    await this.store('intake').append({ streams: [{ stream: `report-${reportId}`, expectedVersion: 0, events }] });
    return reportId;
  }

  /** The case that a report was brought to. */
  async caseOf(reportId: string): Promise<string> {
    return this.until(async () => {
      const attached = await this.events('ReportAttached');
      return attached.find(({ data }) => data.report.reportId === reportId)?.data.caseId;
    });
  }

  /** A fresh case on a host of its own, led by the unit. */
  async open(options: ReportOptions = {}): Promise<string> {
    const url = options.url ?? `https://h${ids.random(6).toString('hex')}.example.test/bai-viet`;
    const { target } = options;
    return this.caseOf(
      await this.report({ unit: 'to-lam-dong', province: 'lam-dong', ...options, ...(target ? {} : { url }) }),
    );
  }

  async append(service: ServiceName, stream: string, events: NewEvent[], orderingKey?: string): Promise<number> {
    const keyed = orderingKey === undefined ? events : events.map((one) => ({ ...one, orderingKey }));
    return (await this.store(service).append({ streams: [{ stream, expectedVersion: 'any', events: keyed }] }))
      .position;
  }

  /** A register entry as two administrators would have approved it; counts when this resolves. */
  async enter<K extends RegisterKind>(
    kind: K,
    entry: string,
    value: Omit<RegisterEntry<K>, 'validFrom' | 'validTo'>,
  ): Promise<void> {
    const data = {
      kind,
      entry,
      changeId: ids.v7(),
      value: { validFrom: FROM, validTo: null, ...value },
      personal: null,
    };
    const people = { proposedBy: 'qt-1', approvedBy: 'qt-2', human: 'h-qt-2', unit: 'van-hanh' };
    await this.append('directory', `register-${kind}.${entry}`, [event('EntryApproved', { ...data, ...people })]);
    await this.settled('triage.registers');
  }

  /** Waits until triage's read models have seen the whole log. */
  async settled(...models: string[]): Promise<void> {
    const head = await this.store('ledger').head();
    const { progress } = this.host.runtime('triage');
    const names = models.length > 0 ? models : triage.readModels.map(({ name }) => name);
    await this.until(() =>
      Promise.resolve(names.every((name) => (progress.get(name)?.position ?? 0) >= head) || undefined),
    );
  }

  /**
   * Waits for an answer that is not undefined; the test's own time limit ends it. Pauses longer than it took to ask: a question about a
   * long log must not keep the process from doing what is waited for.
   */
  async until<T>(question: () => Promise<T | undefined>): Promise<T> {
    for (;;) {
      const asked = performance.now();
      const answer = await question();
      if (answer !== undefined) return answer;
      const pause = Math.max(15, 4 * (performance.now() - asked));
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  async #furnish(): Promise<void> {
    for (const { kind, entry, value } of registerEntries()) {
      const data = { kind, entry, changeId: ids.v7(), value: value as Record<string, unknown>, personal: null };
      const people = { proposedBy: 'qt-1', approvedBy: 'qt-2', human: 'h-qt-2', unit: 'van-hanh' };
      await this.append('directory', `register-${kind}.${entry}`, [event('EntryApproved', { ...data, ...people })]);
    }
    for (const [id, { kind }] of Object.entries(UNITS)) {
      await this.database.pool.query(
        `insert into identity.unit (id, position, name, kind, valid_from, valid_to, superior, successors, retired)
         values ($1, 1, $1, $2, $3, null, null, '{}', false)`,
        [id, kind, FROM],
      );
    }
    for (const [login, { unit, roles, human, delegateOf }] of Object.entries(PEOPLE)) {
      await this.database.pool.query(
        `insert into identity.person (id, position, login, name, human, unit, roles, delegate_of, valid_from, valid_to, retired)
         values ($1, 1, $1, $1, $2, $3, $4, $5, $6, null, false)`,
        [login, human ?? `h-${login}`, unit, roles, delegateOf ?? null, FROM],
      );
      const token = newToken();
      await this.database.pool.query(
        `insert into identity.session (token_hash, person, created_at, last_seen_at, expires_at)
         values ($1, $2, now(), now(), now() + interval '1 hour')`,
        [token.hash, login],
      );
      this.#cookies.set(login, `${SESSION_COOKIE}=${token.text}`);
    }
    await this.#key('police-key', 'police', 'cong-an-lam-dong');
    await this.#key('hotline-key', 'hotline', 'tong-dai-111');
    await this.settled('triage.registers');
  }

  async #key(name: string, role: KeyRole, unit: string): Promise<void> {
    const { id, text, hash, prefix } = newApiKey();
    await this.database.pool.query(
      `insert into identity.api_key (id, hash, prefix, name, role, unit, not_before, created_at, created_by)
       values ($1, $2, $3, $4, $5, $6, $7, now(), 'test')`,
      [id, hash, prefix, name, role, unit, FROM],
    );
    this.#keys.set(name, text);
  }
}

const keyring = (): Keyring => new Keyring(Buffer.alloc(32, 9));

async function boot(database: TestDatabase, dataDir: string): Promise<[Running, Host]> {
  const logger = createLogger({ level: process.env['TEST_LOG'] === '1' ? 'debug' : 'silent' });
  const config = loadConfig({ LACHAN_DATA_DIR: dataDir, LACHAN_DEDUPE_SECRET: SECRET, LOG_LEVEL: 'silent' });
  const host = await createHost(config, {
    databaseUrl: database.url,
    keyring: keyring(),
    registry: eventRegistry(),
    logger,
  });
  return [await runServices(host, [triage], { listen: { host: '127.0.0.1', port: 0 } }), host];
}
