// Starts the DNS programs of this folder's snippets, natively, on one machine's loopback: for the tests, the demonstration and
// `node infra/dns/primary.mjs`. What runs here is what README.md shows: the snippets are filled in and nothing is added.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const snippets = fileURLToPath(new URL('./snippets/', import.meta.url));
const ADDRESS = '127.0.0.1';
/** A program that has not opened its port after this long has failed (ms). */
const PATIENCE = 20_000;

/** A snippet with its placeholders filled in. A placeholder without a value, or the other way round, is a mistake. */
export function fill(snippet, values) {
  const used = new Set();
  const text = readFileSync(join(snippets, snippet), 'utf8').replace(/\{\{(\w+)\}\}/g, (_, name) => {
    if (values[name] === undefined) throw new Error(`${snippet} needs a value for ${name}`);
    used.add(name);
    return String(values[name]);
  });
  const unused = Object.keys(values).filter((name) => !used.has(name));
  if (unused.length > 0) throw new Error(`${snippet} has no place for ${unused.join(', ')}`);
  return text;
}

/** The program's path, also where an ordinary user's PATH does not look; undefined when it is not installed. */
export function find(program) {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin', '/sbin'];
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

/** Whether all of these programs are there. */
export const installed = (...programs) => programs.every((program) => find(program) !== undefined);

/** Ports that are free now, each another. */
export async function freePorts(count) {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise((resolve, reject) => {
          const server = createServer();
          server.once('error', reject);
          server.listen(0, ADDRESS, () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** Whether somebody listens on a port of this machine. */
const listens = (port) =>
  new Promise((resolve) => {
    const socket = connect({ host: ADDRESS, port });
    const done = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });

/** Starts a program in the foreground and waits until it listens. `stop` asks it to end, `kill` does not ask. */
export async function run(program, args, { folder, port }) {
  const path = find(program);
  if (!path) throw new Error(`${program} is not installed`);
  const log = join(folder, `${program}.out`);
  const output = openSync(log, 'a', 0o600);
  const child = spawn(path, args, { cwd: folder, stdio: ['ignore', output, output] });
  closeSync(output);
  let ended = false;
  const end = new Promise((resolve) => {
    child.once('exit', () => {
      ended = true;
      resolve();
    });
    child.once('error', () => {
      ended = true;
      resolve();
    });
  });
  const until = Date.now() + PATIENCE;
  while (!(await listens(port))) {
    if (ended || Date.now() > until) {
      child.kill('SIGKILL');
      throw new Error(`${program} did not start:\n${readFileSync(log, 'utf8').slice(-2_000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  const finish = (signal) => async () => {
    child.kill(signal);
    await end;
  };
  return { port, folder, stop: finish('SIGTERM'), kill: finish('SIGKILL') };
}

const written = (folder, name, text) => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, name);
  // Configurations hold keys.
  writeFileSync(path, text, { mode: 0o600 });
  return path;
};

/** Checks a configuration with the program's own checker; throws with its words when it is refused. */
export function check(program, ...args) {
  const path = find(program);
  if (!path) throw new Error(`${program} is not installed`);
  const { status, stdout, stderr } = spawnSync(path, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program}: ${stdout}${stderr}`);
  return `${stdout}${stderr}`;
}

const named = async (folder, port, text) => {
  const config = written(folder, 'named.conf', text);
  check('named-checkconf', config);
  return run('named', ['-f', '-c', config], { folder, port });
};

/** Waits for a word in a log that was not there before; what is waited for is said when it does not come. */
async function logged(path, from, word) {
  const until = Date.now() + PATIENCE;
  while (!(existsSync(path) && readFileSync(path, 'utf8').slice(from).includes(word))) {
    if (Date.now() > until) throw new Error(`${path} never said "${word}"`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

const zonesOf = ({ allowZone, blockZone }) => ({ allowZone, blockZone });

/** The primary of every provider given. Zones that are there already are kept, as after a crash. */
export async function startPrimary({ folder, port, updateKey, updateSecret, providers }) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const provider of providers) {
    for (const zone of Object.values(zonesOf(provider))) {
      if (!existsSync(join(folder, `${zone}.db`))) written(folder, `${zone}.db`, fill('empty-zone.db', {}));
    }
  }
  const own = fill('primary.conf', { folder, port, address: ADDRESS, updateKey, updateSecret });
  const each = providers.map(({ transferKey, transferSecret, notify, ...zones }) =>
    fill('primary-provider.conf', {
      folder,
      updateKey,
      transferKey,
      transferSecret,
      ...zonesOf(zones),
      notify: notify.map((to) => `${ADDRESS} port ${to};`).join(' '),
    }),
  );
  const log = join(folder, 'named.log');
  const said = existsSync(log) ? readFileSync(log, 'utf8').length : 0;
  const primary = await named(folder, port, [own, ...each].join('\n'));
  // It listens before it has read its zones and their journals.
  await logged(log, said, 'all zones loaded');
  return primary;
}

/** An authority for reserved names, in place of the world. */
export function startAuthority({ folder, port }) {
  written(folder, 'world.db', fill('world.db', {}));
  return named(folder, port, fill('authority.conf', { folder, port, address: ADDRESS }));
}

const upstream = (port) => ({ upstreamAddress: ADDRESS, upstreamPort: port });
const from = ({ primaryPort, transferKey, transferSecret }) => ({
  primaryAddress: ADDRESS,
  primaryPort,
  transferKey,
  transferSecret,
});

/** A provider's BIND that follows the primary. */
export function startBindResolver({ folder, port, upstreamPort, provider }) {
  const values = { folder, port, address: ADDRESS, ...from(provider), ...zonesOf(provider), ...upstream(upstreamPort) };
  return named(folder, port, fill('bind-resolver.conf', values));
}

/** A provider's BIND that reads the list as a zone file, and its control for rndc. `rndc`: that program with what it needs. */
export async function startBindWithFile({ folder, port, upstreamPort, controlPort, blockZone, list }) {
  if (!existsSync(list)) writeFileSync(list, fill('empty-zone.db', {}), { mode: 0o640 });
  const controlSecret = randomBytes(32).toString('base64');
  const key = written(folder, 'rndc.key', `key "rndc-key" { algorithm hmac-sha256; secret "${controlSecret}"; };\n`);
  const values = {
    folder,
    port,
    address: ADDRESS,
    ...upstream(upstreamPort),
    controlPort,
    controlSecret,
    blockZone,
    list,
  };
  const running = await named(folder, port, fill('bind-file.conf', values));
  return { ...running, rndc: [find('rndc'), '-s', ADDRESS, '-p', String(controlPort), '-k', key] };
}

/** The small secondary beside an Unbound. */
export function startLocalSecondary({ folder, port, resolverPort, provider }) {
  const resolver = { resolverAddress: ADDRESS, resolverPort };
  const values = { folder, port, address: ADDRESS, ...from(provider), ...zonesOf(provider), ...resolver };
  return named(folder, port, fill('local-secondary.conf', values));
}

const unbound = async (folder, port, text) => {
  const config = written(folder, 'unbound.conf', text);
  check('unbound-checkconf', config);
  return run('unbound', ['-d', '-p', '-c', config], { folder, port });
};

/** A provider's Unbound that follows a local secondary. */
export function startUnboundResolver({ folder, port, upstreamPort, secondaryPort, provider }) {
  const secondary = { secondaryAddress: ADDRESS, secondaryPort };
  const values = { folder, port, address: ADDRESS, ...zonesOf(provider), ...secondary, ...upstream(upstreamPort) };
  return unbound(folder, port, fill('unbound-resolver.conf', values));
}

/** A provider's Unbound that reads a list from a file. */
export function startUnboundWithFile({ folder, port, upstreamPort, list }) {
  const values = { folder, port, address: ADDRESS, list, ...upstream(upstreamPort) };
  return unbound(folder, port, fill('unbound-file.conf', values));
}

/** A provider's PowerDNS Recursor that follows the primary. */
export function startRecursor({ folder, port, upstreamPort, provider }) {
  written(folder, 'rpz.lua', fill('pdns-rpz.lua', { ...from(provider), ...zonesOf(provider) }));
  written(
    folder,
    'recursor.conf',
    fill('pdns-recursor.conf', { folder, port, address: ADDRESS, ...upstream(upstreamPort) }),
  );
  return run('pdns_recursor', [`--config-dir=${folder}`], { folder, port });
}

/** A provider's dnsmasq that reads a list from a file. */
export function startDnsmasq({ folder, port, upstreamPort, list }) {
  const values = { port, address: ADDRESS, list, ...upstream(upstreamPort) };
  const config = written(folder, 'dnsmasq.conf', fill('dnsmasq.conf', values));
  check('dnsmasq', '--test', `--conf-file=${config}`);
  const args = ['--keep-in-foreground', `--conf-file=${config}`, '--user=', '--group=', '--pid-file='];
  return run('dnsmasq', args, { folder, port });
}

/** A provider's Knot Resolver that reads a policy zone from a file. */
export function startKnotResolver({ folder, port, upstreamPort, list }) {
  const values = { folder, port, address: ADDRESS, list, ...upstream(upstreamPort) };
  const config = written(folder, 'kresd.conf', fill('knot-resolver.lua', values));
  return run('kresd', ['--noninteractive', `--config=${config}`, folder], { folder, port });
}

/** A campus's Squid with its two lists. */
export function startSquid({ folder, port, domains, urls }) {
  const config = written(folder, 'squid.conf', fill('squid.conf', { folder, port, address: ADDRESS, domains, urls }));
  check('squid', '-k', 'parse', '-f', config);
  return run('squid', ['-N', '-f', config], { folder, port });
}
