// An installation whose every part is a process of its own that can be killed and started again: PostgreSQL, each service,
// and with Kafka the broker. What a supervisor and several machines are in real life.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, missing, startBroker } from '../../infra/kafka/broker.mjs';
import {
  databaseOf,
  freshFolder,
  killNow,
  programIn,
  removeFolder,
  root,
  startInstance,
  until,
} from '../lib/instance.mjs';

/** First segment under /api/v1 → the service that answers it, as infra/nginx/lachan.conf has it. */
const PATHS = {
  intake: ['reports', 'receipts'],
  triage: ['cases'],
  dispatch: ['requests', 'orders'],
  directory: ['session', 'registers'],
  ledger: ['audit'],
};
const serviceOf = (path) => {
  const segment = path.split(/[/?]/)[1];
  return Object.keys(PATHS).find((service) => PATHS[service].includes(segment)) ?? 'intake';
};

/** Starts a program and waits for its line; the place keeps its kind, so that it can be started again as it was. */
const startProcess = async (kind, args, env, cwd = root) => {
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const exit = new Promise((resolve) => child.once('exit', resolve));
  const line = await until(
    `${kind} to start`,
    () => {
      if (child.exitCode !== null) throw new Error(output.slice(-2000));
      return /listening on (\S+)/.exec(output)?.[1];
    },
    { within: 180_000, every: 20 },
  );
  const end = async (signal) => {
    child.kill(signal);
    await exit;
  };
  return { line, child, end, gone: () => child.exitCode !== null || child.signalCode !== null, output: () => output };
};

/**
 * Sets the installation up as a demonstration and starts its parts. `kill(kind)` ends one as a power cut would, `start(kind)` brings it
 * back on its old port; `urlOf(path)` is where a path is answered; `faults` gives services a preload (points.mjs).
 * `from` is the checkout whose program runs; a service may be started again from another one.
 */
export const startApart = async ({ kafka = false, from = root } = {}) => {
  const folder = freshFolder('lachan-faults');
  const dataDir = join(folder, 'installation');
  const databaseDir = join(folder, 'database');
  mkdirSync(dataDir);
  if (kafka && missing()) throw new Error(missing());
  const running = new Map();
  const services = Object.keys(PATHS);
  const kinds = ['postgres', ...(kafka ? ['broker'] : []), ...services];
  const ports = Object.fromEntries(await Promise.all(kinds.map(async (kind) => [kind, await freePort()])));
  const env = { ...process.env, LACHAN_DATA_DIR: dataDir, LOG_LEVEL: 'error', KAFKA_BROKERS: '', LACHAN_MODE: 'demo' };

  const start = async (kind, fault, checkout = from) => {
    if (kind === 'broker') {
      const broker = await startBroker({ folder: join(folder, 'kafka'), port: ports.broker });
      running.set(kind, { end: () => broker.kill(), gone: () => false, output: () => '' });
      return;
    }
    const place =
      kind === 'postgres'
        ? await startProcess(kind, ['scripts/faults/database.mjs', databaseDir, String(ports.postgres)], process.env)
        : await startProcess(
            kind,
            [
              ...(fault ? ['--import', join(root, 'scripts', 'faults', 'points.mjs')] : []),
              programIn(checkout),
              'start',
              '--services',
              kind,
            ],
            { ...env, HOST: '127.0.0.1', PORT: String(ports[kind]), ...(fault ? { LACHAN_FAULT: fault } : {}) },
            checkout,
          );
    running.set(kind, place);
    if (kind === 'postgres') env.DATABASE_URL = place.line;
  };
  const kill = async (kind) => {
    if (kind === 'postgres') for (const pid of databaseOf(databaseDir)) killNow(pid);
    await running.get(kind).end('SIGKILL');
  };
  /** Asks a service to end, as a supervisor does; gives its exit code. */
  const end = async (kind) => {
    const place = running.get(kind);
    await place.end('SIGTERM');
    return place.child.exitCode;
  };
  const cliOf =
    (checkout) =>
    (...args) =>
      spawnSync(process.execPath, [programIn(checkout), ...args], { cwd: checkout, encoding: 'utf8', env });
  const cli = cliOf(from);
  const stop = async () => {
    for (const kind of [...kinds].reverse()) {
      const place = running.get(kind);
      if (place && !place.gone()) await place.end('SIGTERM');
    }
    removeFolder(databaseDir);
    removeFolder(folder);
  };

  try {
    await start('postgres');
    const first = await startInstance({ folder: dataDir, args: ['--no-samples'], env, from });
    await first.stop();
    if (kafka) {
      await start('broker');
      Object.assign(env, { KAFKA_BROKERS: `127.0.0.1:${ports.broker}`, KAFKA_TOPIC_PREFIX: 'faults' });
      const topics = cli('topics', '--partitions', '4', '--replication', '1');
      if (topics.status !== 0) throw new Error(`topics: ${topics.stdout}${topics.stderr}`);
    }
    await Promise.all(services.map((service) => start(service)));
  } catch (error) {
    await stop();
    throw error;
  }
  const credentials = JSON.parse(readFileSync(join(dataDir, 'demo-credentials.json'), 'utf8'));
  const baseOf = (service) => `http://127.0.0.1:${ports[service]}`;
  return {
    kinds,
    services,
    folder,
    credentials,
    start,
    kill,
    end,
    cli,
    cliOf,
    stop,
    urlOf: (path) => baseOf(serviceOf(path)),
    baseOf,
    gone: (kind) => running.get(kind).gone(),
    pids: () => Object.fromEntries(services.map((service) => [service, running.get(service).child.pid])),
    output: () => [...running].map(([kind, { output }]) => `── ${kind}\n${output().slice(-1500)}`).join('\n'),
    ready: () =>
      Promise.all(
        services.map((service) =>
          until(`${service} to be ready`, async () => (await fetch(`${baseOf(service)}/health/ready`)).ok, {
            within: 60_000,
          }),
        ),
      ),
  };
};
