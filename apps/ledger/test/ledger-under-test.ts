import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { EVENTS, type EventData, type EventType, type Role, type UnitKind } from '#libs/contracts';
import { EventStore, Keyring, type NewEvent, type RecordedEvent, type ServiceName } from '#libs/event-store';
import { SESSION_COOKIE, completeOpenApi, newToken, routesOf } from '#libs/identity';
import { eventRegistry, prepareDatabase, runServices, type Running } from '#libs/process';
import { SystemIds, createHost, createLogger, loadConfig, type Host } from '#libs/service-kit';
import { DescribedAnswers, testDatabase, type TestDatabase } from '#libs/testing';
import { ledger } from '../src/index.js';

const FROM = '2020-01-01T00:00:00.000Z';
export const LAM_DONG = 'to-lam-dong';
export const HA_NOI = 'to-ha-noi';
/** Ended with the merger of 2025; Lâm Đồng took it over. */
export const DAK_NONG = 'to-dak-nong';
export const AUDIT = 'giam-sat';

const UNITS: Readonly<Record<string, { kind: UnitKind; validTo?: string; successors?: string[] }>> = {
  [LAM_DONG]: { kind: 'monitoring-team' },
  [HA_NOI]: { kind: 'city-centre' },
  [DAK_NONG]: { kind: 'monitoring-team', validTo: '2025-07-01T00:00:00.000Z', successors: [LAM_DONG] },
  [AUDIT]: { kind: 'audit-office' },
};
const PEOPLE: Readonly<Record<string, { unit: string; role: Role }>> = {
  auditor: { unit: AUDIT, role: 'auditor' },
  lan: { unit: LAM_DONG, role: 'analyst' },
  hoa: { unit: LAM_DONG, role: 'approver' },
  trang: { unit: HA_NOI, role: 'analyst' },
};

export const ids = new SystemIds();
const keyring = (): Keyring => new Keyring(Buffer.alloc(32, 9));

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: T & { readonly code?: string; readonly errors?: { pointer: string; code: string }[] };
}

/** Who did something to a case in these tests. */
export const person = (id: string, unit = LAM_DONG): NewEvent['actor'] => ({ kind: 'person', id, unit });

/** An event as its owner would append it; its data must be what the contracts say. */
export const event = <T extends EventType>(
  type: T,
  data: EventData<T>,
  actor: NewEvent['actor'] = { kind: 'system', id: 'test' },
): NewEvent => ({
  id: ids.v7(),
  type,
  data: EVENTS[type].schema.parse(data),
  occurredAt: new Date().toISOString(),
  actor,
  correlationId: ids.random(16).toString('hex'),
  causationId: null,
});

/** On a busy machine read models would let events gather; here it is tested what they hold, not when. */
const NOTHING_RESTS = { busy: false };

/** The ledger service over HTTP on a database of its own; the other services' events are appended under their own roles. */
export class LedgerUnderTest {
  readonly #cookies = new Map<string, string>();
  readonly #stores = new Map<ServiceName, EventStore>();
  readonly #described: DescribedAnswers;

  private constructor(
    readonly database: TestDatabase,
    readonly running: Running,
    readonly host: Host,
    private readonly dataDir: string,
  ) {
    const document = new DocumentBuilder().setOpenAPIVersion('3.1.0').build();
    const description = SwaggerModule.createDocument(running.app, document);
    this.#described = new DescribedAnswers(completeOpenApi(description, routesOf(running.app)));
  }

  static async start(): Promise<LedgerUnderTest> {
    const database = await testDatabase();
    const logger = createLogger({ level: process.env['TEST_LOG'] === '1' ? 'debug' : 'silent' });
    await prepareDatabase(database.url, [ledger], logger);
    const dataDir = await mkdtemp(join(tmpdir(), 'lachan-ledger-'));
    const secret = Buffer.alloc(32, 7).toString('base64');
    const config = loadConfig({ LACHAN_DATA_DIR: dataDir, LACHAN_DEDUPE_SECRET: secret });
    const parts = {
      databaseUrl: database.url,
      keyring: keyring(),
      registry: eventRegistry(),
      logger,
      load: NOTHING_RESTS,
    };
    const host = await createHost(config, parts);
    const running = await runServices(host, [ledger], { listen: { host: '127.0.0.1', port: 0 } });
    const under = new LedgerUnderTest(database, running, host, dataDir);
    await under.#furnish();
    return under;
  }

  async close(): Promise<void> {
    await this.running.close();
    await Promise.all([...this.#stores.values()].map((store) => store.close()));
    await this.database.drop();
    await rm(this.dataDir, { recursive: true, force: true });
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

  /** Appends to one stream; events of a case carry its ordering key. */
  async append(service: ServiceName, stream: string, events: NewEvent[], caseId?: string): Promise<RecordedEvent[]> {
    const keyed = caseId === undefined ? events : events.map((one) => ({ ...one, orderingKey: `case-${caseId}` }));
    const done = await this.store(service).append({ streams: [{ stream, expectedVersion: 'any', events: keyed }] });
    return done.events;
  }

  /** One call as a person (login); every answer is compared with the API's description. */
  async call<T = Record<string, unknown>>(who: string, path: string, body?: unknown): Promise<Answer<T>> {
    const method = body === undefined ? 'GET' : 'POST';
    const response = await fetch(`${this.running.url}/api/v1${path}`, {
      method,
      headers: {
        cookie: this.#cookies.get(who) ?? '',
        'sec-fetch-site': 'same-origin',
        'accept-language': 'en',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const contentType = response.headers.get('content-type');
    const parsed = contentType?.includes('ndjson') === true ? text : (JSON.parse(text) as unknown);
    const { status } = response;
    const seen = { method, path: `/api/v1${path.split('?')[0] ?? ''}`, status, contentType, body: parsed };
    const differences = this.#described.differences(seen);
    if (differences.length > 0) throw new Error(`not as described:\n${differences.join('\n')}`);
    return { status, headers: response.headers, text, body: parsed as Answer<T>['body'] };
  }

  /** A file for spreadsheets, byte order mark and all. */
  async csv(who: string, path: string): Promise<{ text: string; headers: Headers }> {
    const cookie = this.#cookies.get(who) ?? '';
    const response = await fetch(`${this.running.url}/api/v1${path}`, { headers: { cookie } });
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer());
    return { text, headers: response.headers };
  }

  /** The same as the auditor, and it must succeed. */
  async read<T = Record<string, unknown>>(path: string): Promise<T> {
    const answer = await this.call<T>('auditor', path);
    if (answer.status !== 200) throw new Error(`${path}: ${String(answer.status)} ${answer.text}`);
    return answer.body;
  }

  /** `GET /audit/events`, its lines parsed. */
  async log(query = ''): Promise<RecordedEvent<string, Record<string, unknown>>[]> {
    const { status, text } = await this.call('auditor', `/audit/events${query}`);
    if (status !== 200) throw new Error(text);
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as RecordedEvent<string, Record<string, unknown>>);
  }

  /** A moment (RFC 3339) after everything that was recorded so far and before everything that comes. */
  async between(): Promise<string> {
    const now = await this.#databaseClock();
    for (let later = now; later.slice(0, 23) === now.slice(0, 23);) later = await this.#databaseClock();
    const moment = await this.#databaseClock();
    for (let later = moment; later.slice(0, 23) === moment.slice(0, 23);) later = await this.#databaseClock();
    return `${moment.slice(0, 23)}Z`;
  }

  /** Waits for an answer that is not undefined; the test's own time limit ends it. */
  async until<T>(question: () => Promise<T | undefined>): Promise<T> {
    for (;;) {
      const answer = await question();
      if (answer !== undefined) return answer;
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  }

  async #databaseClock(): Promise<string> {
    const { rows } = await this.database.pool.query<{ now: string }>(
      `select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as now`,
    );
    return rows[0]?.now ?? '';
  }

  async #furnish(): Promise<void> {
    for (const [id, { kind, validTo = null, successors = [] }] of Object.entries(UNITS)) {
      await this.database.pool.query(
        `insert into identity.unit (id, position, name, kind, valid_from, valid_to, superior, successors, retired)
         values ($1, 1, $1, $2, $3, $4, null, $5, false)`,
        [id, kind, FROM, validTo, successors],
      );
      const plain = { name: id, kind, province: null, superior: null, compiler: null };
      const value = { ...plain, validFrom: FROM, validTo, successors };
      const change = { kind: 'unit' as const, entry: id, changeId: ids.v7(), unit: 'van-hanh', value, personal: null };
      await this.append('directory', `register-unit.${id}`, [
        event('EntryProposed', { ...change, retire: false, proposedBy: 'qt-1', human: 'h-qt-1' }),
        event('EntryApproved', { ...change, proposedBy: 'qt-1', approvedBy: 'qt-2', human: 'h-qt-2' }),
      ]);
    }
    for (const [login, { unit, role }] of Object.entries(PEOPLE)) {
      await this.database.pool.query(
        `insert into identity.person (id, position, login, name, human, unit, roles, valid_from, valid_to, retired)
         values ($1, 1, $1, $1, $2, $3, $4, $5, null, false)`,
        [login, `h-${login}`, unit, [role], FROM],
      );
      const token = newToken();
      await this.database.pool.query(
        `insert into identity.session (token_hash, person, created_at, last_seen_at, expires_at)
         values ($1, $2, now(), now(), now() + interval '1 hour')`,
        [token.hash, login],
      );
      this.#cookies.set(login, `${SESSION_COOKIE}=${token.text}`);
    }
  }
}
