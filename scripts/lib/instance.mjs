// Starts the product as its operator would, in a fresh data folder, and speaks to it over HTTP only. Imports no project code.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
/** The program as it was built in a checkout. */
export const programIn = (checkout) => join(checkout, 'dist', 'apps', 'lachan', 'src', 'main.js');
export const program = programIn(root);

/** Asks again until the answer is truthy; the last error or answer is in the message when time is up. */
export const until = async (what, ask, { within = 30_000, every = 50 } = {}) => {
  const end = performance.now() + within;
  let last;
  for (;;) {
    try {
      const answer = await ask();
      if (answer) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    if (performance.now() > end)
      throw new Error(`waited ${within / 1000} s for ${what}: ${last?.message ?? JSON.stringify(last)}`);
    await new Promise((resolve) => setTimeout(resolve, every));
  }
};

/** Everything a process started and what that started, as /proc tells (Linux; elsewhere nothing). */
const descendants = (pid) => {
  try {
    const parents = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        try {
          const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
          return [[Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])]];
        } catch {
          return [];
        }
      });
    const found = [];
    for (let level = [pid]; level.length > 0;) {
      level = parents.filter(([, parent]) => level.includes(parent)).map(([child]) => child);
      found.push(...level);
    }
    return found;
  } catch {
    return [];
  }
};

/** The database server's own process, whoever its parent is by now: an instance that took over an orphan did not start it. */
export const databaseOf = (dataDir) => {
  const note = join(dataDir, 'postgres.location');
  const folder = join(existsSync(note) ? readFileSync(note, 'utf8').trim() : dataDir, 'postgres');
  const file = join(folder, 'postmaster.pid');
  return existsSync(file) ? [Number(readFileSync(file, 'utf8').split('\n')[0])] : [];
};

export const killNow = (pid) => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // gone already
  }
};

/** Removes a data folder with the database files that lie elsewhere. */
export const removeFolder = (dataDir) => {
  const note = join(dataDir, 'postgres.location');
  if (existsSync(note)) rmSync(readFileSync(note, 'utf8').trim(), { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
};

/** A data folder that the embedded server's own user can reach. */
export const freshFolder = (name = 'lachan') => mkdtempSync(join(tmpdir(), `${name}-`));

/**
 * Starts `lachan start` on a free port. `stop()` asks it to end and waits; `kill()` ends Node alone, `kill(true)` everything it
 * started too, its database first of all; neither asks.
 * `from` is the checkout that it is started from. The folder is kept when it was given, so that a killed instance can be started again on it.
 */
export const startInstance = async ({
  folder,
  args = [],
  env = {},
  quiet = true,
  within = 120_000,
  from = root,
} = {}) => {
  const dataDir = folder ?? freshFolder();
  const credentialsFile = join(dataDir, 'demo-credentials.json');
  const child = spawn(process.execPath, [programIn(from), 'start', ...args], {
    cwd: from,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PORT: '0',
      LACHAN_DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
      DATABASE_URL: '',
      KAFKA_BROKERS: '',
      ...env,
    },
  });
  const output = [];
  const keep = (chunk) => {
    output.push(chunk.toString());
    if (!quiet) process.stderr.write(chunk);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  let ended = null;
  const exit = new Promise((resolve) => child.once('exit', (code, signal) => resolve((ended = { code, signal }))));
  const stop = async () => {
    if (!ended) child.kill('SIGTERM');
    const result = await exit;
    if (!folder) removeFolder(dataDir);
    return result;
  };
  const kill = async (group = false) => {
    const all = group ? [...databaseOf(dataDir), ...descendants(child.pid)] : [];
    for (const pid of [...all, child.pid]) killNow(pid);
    return exit;
  };
  try {
    const url = await until(
      'the instance to be ready',
      async () => {
        if (ended) return 'ended';
        const line = /listening on (http:\/\/[^\s"]+)/.exec(output.join(''));
        if (!line) return false;
        const answer = await fetch(`${line[1]}/health/ready`);
        return answer.ok ? line[1] : false;
      },
      { within },
    );
    if (ended) throw new Error(`the instance ended with code ${ended.code}`);
    const credentials = existsSync(credentialsFile) ? JSON.parse(readFileSync(credentialsFile, 'utf8')) : null;
    return { url, dataDir, credentials, pid: child.pid, stop, kill, exit, output: () => output.join('') };
  } catch (error) {
    await kill(true);
    if (!folder) removeFolder(dataDir);
    throw new Error(`${error.message}\n${output.join('').slice(-4000)}`, { cause: error });
  }
};

/** A caller with a key, a session cookie, or neither. Answers `{ status, body, headers }`; `ok()` throws on anything else than 2xx. */
export const client = (url, { key, cookie } = {}) => {
  const call = async (method, path, body, headers = {}) => {
    const answer = await fetch(`${url}${path.startsWith('/health') ? '' : '/api/v1'}${path}`, {
      method,
      headers: {
        accept: 'application/json',
        'accept-language': 'en',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key ? { authorization: `Bearer ${key}` } : {}),
        ...(cookie ? { cookie, origin: url } : {}),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    const json =
      /json/.test(answer.headers.get('content-type') ?? '') && !/ndjson/.test(answer.headers.get('content-type'));
    return { status: answer.status, headers: answer.headers, body: json && text ? JSON.parse(text) : text };
  };
  const ok = async (...args) => {
    const answer = await call(...args);
    if (answer.status >= 200 && answer.status < 300) return answer.body;
    throw new Error(`${args[0]} ${args[1]} → ${answer.status} ${JSON.stringify(answer.body)}`);
  };
  return { call, ok, cookie };
};

/** Signs a person of the demonstration in and gives their client. A busy machine says when to come again: at most three times. */
export const signIn = async (url, user, tries = 3) => {
  const answer = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: user.login, password: user.password }),
  });
  if (answer.status === 429 && tries > 0) {
    await new Promise((resolve) => setTimeout(resolve, Number(answer.headers.get('retry-after')) * 1_000));
    return signIn(url, user, tries - 1);
  }
  if (!answer.ok) throw new Error(`${user.login} cannot sign in: ${answer.status} ${await answer.text()}`);
  return client(url, {
    cookie: answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; '),
  });
};
