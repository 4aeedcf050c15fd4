import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { Channel, EventData, EventType, ImportView, Role } from '#libs/contracts';
import { EventStore, Keyring, packagePath, type RecordedEvent } from '#libs/event-store';
import { SESSION_COOKIE, completeOpenApi, newApiKey, newToken, routesOf } from '#libs/identity';
import { eventRegistry, prepareDatabase, runServices, type Running } from '#libs/process';
import { createHost, createLogger, loadConfig, type Host } from '#libs/service-kit';
import { DescribedAnswers, testDatabase, type TestDatabase } from '#libs/testing';
import { intake } from '../src/index.js';
import { wayTo, type WayToDatabase } from './way-to-database.js';

const migrations = [
  ...['event-store', 'messaging', 'identity'].map((name) => ({ name, dir: packagePath(`libs/${name}/sql`) })),
  ...intake.migrations,
];

/** Bytes that are the same in every run, so that derived codes are too. */
const SECRET = Buffer.alloc(32, 7).toString('base64');

export interface IntakeUnderTest {
  readonly url: string;
  readonly host: Host;
  /** The API description that every answer is held against. */
  readonly described: DescribedAnswers;
  readonly database: TestDatabase;
  /** Intake's own way to the database; the tests' pools take another. */
  readonly way: WayToDatabase;
  readonly dataDir: string;
  /** Every event of the log, as the auditor's role reads it. */
  log(): Promise<RecordedEvent[]>;
  /** Stops the process's services and starts them again on the same database and folder. */
  restart(): Promise<void>;
  /** Stops them; the database and the folder stay. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** The intake service alone, over HTTP on a port of its own, on a database of its own. */
export async function startIntake(env: Record<string, string> = {}): Promise<IntakeUnderTest> {
  const database = await testDatabase({ migrations });
  const logger = createLogger({ level: 'silent' });
  await prepareDatabase(database.url, [intake], logger);
  await triageStandIn(database);
  const way = await wayTo(database.url);
  const dataDir = await mkdtemp(join(tmpdir(), 'lachan-intake-'));
  const start = async (): Promise<{ host: Host; running: Running }> => {
    const config = loadConfig({ LACHAN_DATA_DIR: dataDir, LACHAN_DEDUPE_SECRET: SECRET, LOG_LEVEL: 'silent', ...env });
    const keyring = new Keyring(Buffer.alloc(32, 9));
    const host = await createHost(config, { databaseUrl: way.url, keyring, registry: eventRegistry(), logger });
    return { host, running: await runServices(host, [intake], { listen: { host: '127.0.0.1', port: 0 } }) };
  };
  let now = await start();
  const described = describedBy(now.running);
  const auditor = new EventStore({
    pool: database.poolFor('ledger'),
    registry: eventRegistry(),
    keyring: new Keyring(Buffer.alloc(32, 9)),
    service: 'ledger',
  });
  return {
    get url() {
      return now.running.url;
    },
    get host() {
      return now.host;
    },
    described,
    database,
    way,
    dataDir,
    log: () => auditor.readAll({ after: 0, limit: 100_000 }),
    restart: async () => {
      await now.running.close();
      now = await start();
    },
    stop: () => now.running.close(),
    close: async () => {
      await now.running.close();
      await auditor.close();
      await way.end();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** What triage grants to intake, as a table that tests write: the view of its progress, and that it has seen everything. */
async function triageStandIn({ pool }: TestDatabase): Promise<void> {
  await pool.query(`
    create schema triage_progress;
    grant usage on schema triage_progress to lachan_intake;
    create table triage_progress.report_progress (report_id uuid, status text, case_id uuid, updated_at timestamptz);
    grant select on triage_progress.report_progress to lachan_intake;
    insert into messaging.checkpoint (subscription, position) values ('triage.progress', 1000000)`);
}

/** A session of a staff member with this role; the cookie to send. */
export async function staffCookie(under: IntakeUnderTest, role: Role): Promise<string> {
  const { pool } = under.database;
  const token = newToken();
  const person = `person-${role}`;
  await pool.query(
    `insert into identity.unit (id, position, name, kind, valid_from, valid_to, superior, successors, retired)
     values ('to-theo-doi', 1, 'x', 'monitoring-team', '2020-01-01', null, null, '{}', false) on conflict do nothing`,
  );
  await pool.query(
    `insert into identity.person (id, position, login, name, human, unit, roles, valid_from, valid_to, retired)
     values ($1, 1, $1, $1, $1, 'to-theo-doi', $2, '2020-01-01', null, false) on conflict do nothing`,
    [person, [role]],
  );
  await pool.query(
    `insert into identity.session (token_hash, person, created_at, last_seen_at, expires_at)
     values ($1, $2, now(), now(), now() + interval '1 hour')`,
    [token.hash, person],
  );
  return `${SESSION_COOKIE}=${token.text}`;
}

/** A key of a channel, as an administrator would have issued it. */
export async function channelKey(under: IntakeUnderTest, channel: Channel, unit: string): Promise<string> {
  const { id, text, hash, prefix } = newApiKey();
  await under.database.pool.query(
    `insert into identity.unit (id, position, name, kind, valid_from, valid_to, superior, successors, retired)
     values ($1, 1, $1, 'monitoring-team', '2020-01-01', null, null, '{}', false) on conflict do nothing`,
    [unit],
  );
  await under.database.pool.query(
    `insert into identity.api_key (id, hash, prefix, name, role, unit, channel, not_before, created_at, created_by)
     values ($1, $2, $3, 'test', 'channel', $4, $5, '2020-01-01', now(), 'test')`,
    [id, hash, prefix, unit, channel],
  );
  return text;
}

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: T;
}

const describedBy = ({ app }: Running): DescribedAnswers => {
  const document = SwaggerModule.createDocument(app, new DocumentBuilder().setOpenAPIVersion('3.1.0').build());
  return new DescribedAnswers(completeOpenApi(document, routesOf(app)));
};

/**
 * One HTTP call; an object body is sent as JSON, anything else as it is.
 * @throws when the answer is not as the API description says.
 */
export async function call<T = Record<string, unknown>>(
  under: { readonly url: string; readonly described?: DescribedAnswers },
  path: string,
  {
    key,
    body,
    headers = {},
    method,
  }: { key?: string; body?: unknown; headers?: Record<string, string>; method?: string } = {},
): Promise<Answer<T>> {
  const raw = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
  const response = await fetch(`${under.url}${path}`, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(raw ? {} : { 'content-type': 'application/json' }),
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: raw ? (body as string | Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
  });
  const text = await response.text();
  const parsed: unknown = text === '' ? undefined : JSON.parse(text);
  const differences = under.described?.differences({
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    path: path.split('?')[0] ?? '',
    status: response.status,
    contentType: response.headers.get('content-type'),
    body: parsed,
  });
  if (differences !== undefined && differences.length > 0) throw new Error(differences.join('\n'));
  return { status: response.status, headers: response.headers, text, body: (parsed ?? {}) as T };
}

/** Sends a body to be imported and waits for the end of it. */
export async function importOf(
  under: { readonly url: string },
  body: string | Uint8Array,
  { key, mediaType = 'text/plain' }: { key: string; mediaType?: string },
): Promise<ImportView> {
  const headers = { 'content-type': mediaType };
  const accepted = await call<{ importId: string }>(under, '/api/v1/reports/import', { body, key, headers });
  if (accepted.status !== 202) throw new Error(`the import was answered ${String(accepted.status)}: ${accepted.text}`);
  return ended(under, accepted.body.importId, key);
}

/** Waits for the end of an import. */
export async function ended(under: { readonly url: string }, importId: string, key: string): Promise<ImportView> {
  for (;;) {
    const { body } = await call<ImportView>(under, `/api/v1/imports/${importId}`, { key });
    if (body.status === 'done' || body.status === 'failed') return body;
    await pause(10);
  }
}

/** Events of one type with their data typed. */
export const ofType = <T extends EventType>(
  events: readonly RecordedEvent[],
  type: T,
): RecordedEvent<T, EventData<T>>[] =>
  events.filter((event): event is RecordedEvent<T, EventData<T>> => event.type === type);
