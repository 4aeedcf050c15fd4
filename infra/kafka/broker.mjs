// A real Apache Kafka broker without a container engine: its jars come from Maven Central (pom.xml), Java 17 runs it, one node
// that is broker and controller (KRaft) and listens on this machine only. For tests, measurements and work by hand:
//   node infra/kafka/broker.mjs [--port 9092] [--data .data/kafka]     runs until Ctrl-C
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const jars = join(here, 'target', 'dependency');

/** How long a broker may take until it accepts connections (ms): 2 to 8 s were measured, more on a busy machine. */
const START_TIMEOUT = 90_000;

const has = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** What is missing to run a broker here, in words; null when nothing is. */
export function missing() {
  if (!has('java', '-version')) return 'Java 17 is not installed (Debian: openjdk-17-jre-headless)';
  if (!fetched() && !has('mvn', '-v')) return 'Maven is not installed (Debian: maven)';
  return null;
}

const fetched = () => existsSync(jars) && readdirSync(jars).some((file) => file.startsWith('kafka_2.13'));

/** Fetches the jars once: about 45 MB. */
export function fetchBroker() {
  if (fetched()) return;
  execFileSync(
    'mvn',
    ['-q', '-B', '-f', join(here, 'pom.xml'), 'dependency:copy-dependencies', '-DincludeScope=runtime'],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
}

/** A port that was free a moment ago. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function propertiesOf({ folder, port, controllerPort, security }) {
  const listener = security?.protocol ?? 'PLAINTEXT';
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    // The broker talks to itself on the listener its clients use, so that a secured one is secured for everybody.
    listeners: `CLIENTS://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `CLIENTS://127.0.0.1:${port}`,
    'listener.security.protocol.map': `CLIENTS:${listener},CONTROLLER:PLAINTEXT`,
    'inter.broker.listener.name': 'CLIENTS',
    'log.dirs': join(folder, 'log'),
    'auto.create.topics.enable': false,
    'group.initial.rebalance.delay.ms': 0,
    'offsets.topic.num.partitions': 4,
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'log.cleaner.dedupe.buffer.size': 4_194_304,
    'num.network.threads': 2,
    'num.io.threads': 4,
    ...security?.properties,
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

const java = (args) => ['-Xmx256m', '-XX:+UseSerialGC', '-cp', join(jars, '*'), ...args];

/**
 * Starts a broker on a data folder, formatted at the first start. With the same folder and port it comes back with what it held.
 * @param {{folder: string, port?: number, security?: {protocol: string, properties?: Record<string, string>, scram?: string[]}}} options
 * `scram`: users the broker knows from the first start on, as Kafka writes them: `SCRAM-SHA-512=[name=…,password=…]`.
 */
export async function startBroker({ folder, port, security }) {
  fetchBroker();
  mkdirSync(folder, { recursive: true });
  const clients = port ?? (await freePort());
  const file = join(folder, 'server.properties');
  const known = existsSync(file) ? /voters=1@127\.0\.0\.1:(\d+)/.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
  const controllerPort = known ? Number(known) : await freePort();
  writeFileSync(file, propertiesOf({ folder, port: clients, controllerPort, security }));
  if (!known) {
    // Never one that begins like an option.
    const id = `L${randomBytes(16).toString('base64url').slice(1)}`;
    const users = (security?.scram ?? []).flatMap((user) => ['--add-scram', user]);
    execFileSync('java', java(['kafka.tools.StorageTool', 'format', '-t', id, '-c', file, ...users]), {
      stdio: 'ignore',
    });
  }
  const log = openSync(join(folder, 'broker.log'), 'a');
  const options = ['-Dorg.slf4j.simpleLogger.defaultLogLevel=warn', 'kafka.Kafka', file];
  const child = spawn('java', java(options), { stdio: ['ignore', log, log] });
  closeSync(log);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const running = { brokers: `127.0.0.1:${clients}`, port: clients, folder, pid: child.pid };
  const end = async (signal) => {
    child.kill(signal);
    await ended;
  };
  const broker = {
    ...running,
    /** Ends it in order. */
    stop: () => end('SIGTERM'),
    /** Ends it as a power cut would. */
    kill: () => end('SIGKILL'),
  };
  const gone = () => child.exitCode !== null || child.signalCode !== null;
  process.once('exit', () => gone() || child.kill('SIGKILL'));
  await accepting(clients, gone, folder).catch(async (error) => {
    await broker.kill();
    throw error;
  });
  return broker;
}

async function accepting(port, gone, folder) {
  const deadline = Date.now() + START_TIMEOUT;
  while (Date.now() < deadline) {
    if (gone()) break;
    if (await connects(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const log = readFileSync(join(folder, 'broker.log'), 'utf8').split('\n').slice(-15).join('\n');
  throw new Error(`the broker ${gone() ? 'ended while it started' : 'did not accept connections in time'}:\n${log}`);
}

const connects = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => socket.destroy() && resolve(true));
    socket.once('error', () => resolve(false));
  });

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { port: { type: 'string', default: '9092' }, data: { type: 'string', default: '.data/kafka' } },
  });
  const lacking = missing();
  if (lacking) {
    console.error(lacking);
    process.exit(2);
  }
  const broker = await startBroker({ folder: values.data, port: Number(values.port) });
  console.log(`Kafka answers on ${broker.brokers}; KAFKA_BROKERS=${broker.brokers}`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => broker.stop().then(() => process.exit(0)));
}
