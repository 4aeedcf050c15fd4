// Starts the product as its operator would, in a fresh data folder, and speaks to it over HTTP only. Imports no project code.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const program = join(root, 'dist', 'apps', 'lachan', 'src', 'main.js');

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

/** A data folder that the embedded server's own user can reach. */
export const freshFolder = (name = 'lachan') => mkdtempSync(join(tmpdir(), `${name}-`));

/**
 * Starts `lachan start` on a free port. `stop()` asks it to end and waits; `kill(group)` does not ask.
 * The folder is kept when it was given, so that a killed instance can be started again on it.
 */
export const startInstance = async ({ folder, args = [], env = {}, quiet = true, within = 120_000 } = {}) => {
  const dataDir = folder ?? freshFolder();
  const credentialsFile = join(dataDir, 'demo-credentials.json');
  const child = spawn(process.execPath, [program, 'start', ...args], {
    cwd: root,
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
    if (!folder) rmSync(dataDir, { recursive: true, force: true });
    return result;
  };
  const kill = async (group = false) => {
    if (!ended) process.kill(group ? -child.pid : child.pid, 'SIGKILL');
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
    if (!folder) rmSync(dataDir, { recursive: true, force: true });
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

/** Signs a person of the demonstration in and gives their client. */
export const signIn = async (url, user) => {
  const answer = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: user.login, password: user.password }),
  });
  if (!answer.ok) throw new Error(`${user.login} cannot sign in: ${answer.status} ${await answer.text()}`);
  return client(url, {
    cookie: answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; '),
  });
};
