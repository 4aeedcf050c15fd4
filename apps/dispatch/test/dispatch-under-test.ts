import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventData, EventType, KeyRole, RegisterEntry, RegisterKind, RequestPage, Role } from '#libs/contracts';
import { EventStore, Keyring, packagePath, type RecordedEvent, type ServiceName } from '#libs/event-store';
import { SESSION_COOKIE, newApiKey, newToken } from '#libs/identity';
import { eventRegistry, prepareDatabase, runServices, type Running } from '#libs/process';
import { SystemIds, createHost, createLogger, loadConfig, type Host } from '#libs/service-kit';
import { testDatabase, type TestDatabase } from '#libs/testing';
import { dispatch } from '../src/index.js';

const migrations = [
  ...['event-store', 'messaging', 'identity'].map((name) => ({ name, dir: packagePath(`libs/${name}/sql`) })),
  ...dispatch.migrations,
];

export const UNIT = 'to-theo-doi-ha-noi';
export const OTHER_UNIT = 'to-theo-doi-lam-dong';
export const BASIS = 'nd-147-2024';
const FROM = '2026-01-01T00:00:00.000Z';
const ids = new SystemIds();

/** Providers of the tests: a filter that sees URLs, a DNS filter, another one, and a platform. */
export const PROVIDERS = {
  'isp-url': { kind: 'isp', expresses: ['block-url', 'block-host', 'block-domain'], platforms: [] },
  'isp-dns': { kind: 'isp', expresses: ['block-host', 'block-domain'], platforms: [] },
  'telecom-a': { kind: 'telecom', expresses: ['block-url', 'block-host', 'block-domain'], platforms: [] },
  'nen-tang': { kind: 'platform', expresses: ['remove-content', 'stop-sharing'], platforms: ['youtube'] },
} as const;
export type ProviderName = keyof typeof PROVIDERS;

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: T;
}

export interface CallOptions {
  readonly key?: string;
  readonly cookie?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export interface ApprovalOptions {
  readonly caseId?: string;
  readonly action?: EventData<'OrderIssued'>['action'];
  readonly category?: EventData<'OrderIssued'>['category'];
  readonly scope?: { url: string } | { host: string } | { domain: string };
  readonly providers?: ProviderName[] | null;
  readonly unit?: string;
  readonly legalBasis?: string;
  readonly expiresInSeconds?: number;
  readonly reasons?: string;
  readonly platform?: string | null;
  readonly ageBands?: ('0-5' | '6-10' | '11-14' | '15-17')[];
}

/** The dispatch service alone, over HTTP, on a database of its own, with registers and callers as they would be. */
export class DispatchUnderTest {
  readonly keys = new Map<string, string>();
  readonly cookies = new Map<string, string>();
  readonly #stores = new Map<ServiceName, EventStore>();

  private constructor(
    readonly database: TestDatabase,
    readonly dataDir: string,
    public running: Running,
    public host: Host,
  ) {}

  static async start(): Promise<DispatchUnderTest> {
    const database = await testDatabase({ migrations });
    await prepareDatabase(database.url, [dispatch], createLogger({ level: 'silent' }));
    const dataDir = await mkdtemp(join(tmpdir(), 'lachan-dispatch-'));
    const under = new DispatchUnderTest(database, dataDir, ...(await boot(database, dataDir)));
    await under.#furnish();
    return under;
  }

  get url(): string {
    return this.running.url;
  }

  /** Stops the service and starts it again on the same database. */
  async restart(): Promise<void> {
    await this.running.close();
    [this.running, this.host] = await boot(this.database, this.dataDir);
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
    const json = response.headers.get('content-type')?.includes('json') && text !== '';
    return { status: response.status, headers: response.headers, text, body: (json ? JSON.parse(text) : {}) as T };
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
    const unit = options.unit ?? UNIT;
    const data: EventData<'ProposalApproved'> = {
      caseId,
      digest: 'a'.repeat(64),
      person: 'nguoi-duyet',
      human: 'h-duyet',
      unit,
      delegation: null,
      competent: true,
      authority: null,
      proposedBy: 'nguoi-trinh',
      proposerHuman: 'h-trinh',
      platform: options.platform ?? null,
      proposal: {
        caseId,
        targetIndex: 0,
        category: options.category ?? 'social-vice',
        action: options.action ?? 'block-url',
        scope: options.scope ?? { url: `http://${caseId}.example.test/trang` },
        legalBasis: options.legalBasis ?? BASIS,
        reasons: options.reasons ?? 'lý do nội bộ',
        proportionality: 'đã cân nhắc',
        harm: { stated: 'thiệt hại', verifiedHow: 'đã xác minh' },
        speech: null,
        providers: options.providers ?? null,
        ...(options.ageBands ? { ageBands: options.ageBands } : {}),
        expiresAt: new Date(Date.now() + (options.expiresInSeconds ?? 86_400) * 1_000).toISOString(),
      },
    };
    const position = await this.appendAsTriage(caseId, approval, 'ProposalApproved', data);
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

  async register<K extends RegisterKind>(kind: K, entry: string, value: RegisterEntry<K>): Promise<number> {
    const { position } = await this.store('directory').append({
      streams: [
        {
          stream: `register-${kind}.${entry}`,
          expectedVersion: 'any',
          events: [
            {
              id: ids.v7(),
              type: 'EntryApproved',
              ...envelope(),
              data: {
                kind,
                entry,
                changeId: ids.v7(),
                proposedBy: 'qt-1',
                approvedBy: 'qt-2',
                human: 'h-qt-2',
                unit: 'van-hanh',
                value,
                personal: null,
              },
            },
          ],
        },
      ],
    });
    return position;
  }

  async #furnish(): Promise<void> {
    const dated = { validFrom: FROM, validTo: null };
    for (const [id, superior] of [
      [UNIT, 'so-tttt-ha-noi'],
      [OTHER_UNIT, null],
      ['so-tttt-ha-noi', null],
    ] as const) {
      const rest = { province: null, superior, compiler: null, successors: [] };
      await this.register('unit', id, { ...dated, name: id, kind: 'monitoring-team', ...rest });
      await this.database.pool.query(
        `insert into identity.unit (id, position, name, kind, valid_from, valid_to, superior, successors, retired)
         values ($1, 1, $1, 'monitoring-team', $2, null, null, '{}', false)`,
        [id, FROM],
      );
    }
    for (const [id, provider] of Object.entries(PROVIDERS)) {
      await this.register('provider', id, {
        ...dated,
        name: id,
        kind: provider.kind,
        expresses: [...provider.expresses],
        platforms: [...provider.platforms],
        provinces: null,
        sandbox: false,
        contact: '',
      });
      await this.issueKey(id, 'provider', { provider: id });
    }
    await this.issueKey('thu-nghiem', 'sandbox', { provider: 'thu-nghiem' });
    await this.issueKey('truong-hoc', 'school', { unit: UNIT });
    const actions = [
      'remove-content',
      'stop-sharing',
      'restrict-age',
      'block-url',
      'block-host',
      'block-domain',
    ] as const;
    const categories = ['csam', 'social-vice', 'bullying', 'age-inappropriate', 'grooming'] as const;
    const covers = { actions: [...actions], categories: [...categories] };
    await this.register('legal-basis', BASIS, {
      ...dated,
      citation: 'Nghị định 147/2024/NĐ-CP',
      title: 'x',
      ...covers,
    });
    const ended = { validFrom: FROM, validTo: '2026-02-01T00:00:00.000Z' };
    await this.register('legal-basis', 'het-hieu-luc', { ...ended, citation: 'Văn bản cũ', title: 'x', ...covers });
    const legalBases = [BASIS, 'het-hieu-luc'];
    await this.register('competence', 'tham-quyen', { ...dated, unit: UNIT, legalBases, ...covers });
    const position = await this.register('guard', 'thiet-yeu', {
      ...dated,
      name: 'thiet-yeu.example',
      source: 'x',
      why: 'x',
    });
    await this.staff('nguoi-trinh', UNIT, ['analyst']);
    await this.staff('nguoi-duyet', UNIT, ['approver']);
    await this.staff('nguoi-duyet-hai', UNIT, ['approver']);
    await this.staff('nguoi-duyet-khac', OTHER_UNIT, ['approver']);
    await this.staff('giam-sat', OTHER_UNIT, ['auditor']);
    await this.reached('dispatch.registers', position);
  }

  async issueKey(name: string, role: KeyRole, holder: { provider?: string; unit?: string }): Promise<void> {
    const { id, text, hash, prefix } = newApiKey();
    if (holder.provider !== undefined) {
      await this.database.pool.query(
        `insert into identity.provider (id, position, name, kind, valid_from, valid_to, sandbox, retired)
         values ($1, 1, $1, 'isp', $2, null, $3, false) on conflict do nothing`,
        [holder.provider, FROM, role === 'sandbox'],
      );
    }
    await this.database.pool.query(
      `insert into identity.api_key (id, hash, prefix, name, role, unit, provider, not_before, created_at, created_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, now(), 'test')`,
      [id, hash, prefix, name, role, holder.unit ?? null, holder.provider ?? null, FROM],
    );
    this.keys.set(name, text);
  }

  async staff(login: string, unit: string, roles: Role[]): Promise<void> {
    const token = newToken();
    await this.database.pool.query(
      `insert into identity.person (id, position, login, name, human, unit, roles, valid_from, valid_to, retired)
       values ($1, 1, $1, $1, $2, $3, $4, $5, null, false)`,
      [login, `h-${login}`, unit, roles, FROM],
    );
    await this.database.pool.query(
      `insert into identity.session (token_hash, person, created_at, last_seen_at, expires_at)
       values ($1, $2, now(), now(), now() + interval '1 hour')`,
      [token.hash, login],
    );
    this.cookies.set(login, `${SESSION_COOKIE}=${token.text}`);
  }
}

const keyring = (): Keyring => new Keyring(Buffer.alloc(32, 9));

const envelope = () => ({
  occurredAt: new Date().toISOString(),
  actor: { kind: 'system' as const, id: 'test' },
  correlationId: ids.v7(),
  causationId: null,
});

async function boot(database: TestDatabase, dataDir: string): Promise<[Running, Host]> {
  const level = process.env['TEST_LOG'] === undefined ? 'silent' : 'warn';
  const secret = Buffer.alloc(32, 7).toString('base64');
  const config = loadConfig({ LACHAN_DATA_DIR: dataDir, LACHAN_DEDUPE_SECRET: secret });
  const host = await createHost(config, {
    databaseUrl: database.url,
    keyring: keyring(),
    registry: eventRegistry(),
    logger: createLogger({ level }),
  });
  return [await runServices(host, [dispatch], { listen: { host: '127.0.0.1', port: 0 } }), host];
}
