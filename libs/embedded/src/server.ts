import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import type { Binaries } from './binaries.js';
import { EmbeddedUnavailable } from './errors.js';
import { endPostmaster, endStragglers, isAlive, readPidFile, until, worksIn, type Postmaster } from './postmaster.js';
import { runAs, type ServerUser } from './server-user.js';

const LOG_LIMIT = 10 * 1024 * 1024;

export interface ServerPlan {
  cluster: string;
  logFile: string;
  bin: Binaries;
  user: ServerUser | null;
  /** 0: any free one. */
  port: number;
  settings: Readonly<Record<string, string>>;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => {
        resolve(port);
      });
    });
  });
}

/** Everything but the port; an orphan that was started with other arguments is stopped, not adopted. */
function flags(plan: ServerPlan): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '120',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...plan.settings,
  };
  return ['-D', plan.cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

function sameFlags(plan: ServerPlan): boolean {
  try {
    const words = readFileSync(join(plan.cluster, 'postmaster.opts'), 'utf8').trim();
    const wanted = [plan.bin.postgres, ...flags(plan).map((flag) => `"${flag}"`)].join(' ');
    return words.replace(/ "-p" "\d+"$/, '') === wanted;
  } catch {
    return false;
  }
}

/** A server that an earlier process of ours left behind, wherever it is in its start; null when there is none. */
function orphan(cluster: string): Postmaster | null {
  const found = readPidFile(cluster);
  return found !== null && isAlive(found.pid) && worksIn(found.pid, cluster) ? found : null;
}

/** The server left behind once it is ready; null when it is gone or takes longer than a minute. */
async function settled(cluster: string): Promise<Postmaster | null> {
  const ready = await until(() => orphan(cluster)?.ready ?? true, 60_000);
  return ready ? orphan(cluster) : null;
}

/**
 * Takes over a server left behind by a killed process when it is the one we would start; stops any other one.
 * Must be called under the folder's lock.
 */
export async function adopt(plan: ServerPlan): Promise<Postmaster | null> {
  const found = orphan(plan.cluster);
  if (found !== null && sameFlags(plan) && (plan.port === 0 || plan.port === found.port)) {
    const ready = await settled(plan.cluster);
    if (ready) return ready;
  }
  const left = orphan(plan.cluster);
  if (left) await endPostmaster(left.pid, plan.cluster);
  await endStragglers(plan.cluster);
  // The number in the file may meanwhile belong to a stranger, and PostgreSQL would refuse to start beside it.
  rmSync(join(plan.cluster, 'postmaster.pid'), { force: true });
  return null;
}

function tail(logFile: string): string {
  return readFileSync(logFile, 'utf8').trim().split('\n').slice(-6).join('\n');
}

function rotate(logFile: string): void {
  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT) renameSync(logFile, `${logFile}.1`);
}

export interface RunningServer extends Postmaster {
  /** Resolves when the process is gone. */
  exited: Promise<void>;
}

/**
 * Starts the server in a session of its own: an interrupt at the terminal reaches Node alone, which then lets its services
 * finish before it stops the database.
 */
export async function launch(plan: ServerPlan): Promise<RunningServer> {
  rotate(plan.logFile);
  for (let attempt = 1; ; attempt++) {
    const port = plan.port === 0 ? await freePort() : plan.port;
    const log = openSync(plan.logFile, 'a', 0o600);
    const child = spawn(plan.bin.postgres, [...flags(plan), '-p', port.toString()], {
      ...runAs(plan.user),
      cwd: '/',
      detached: true,
      stdio: ['ignore', log, log],
      env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
    });
    closeSync(log);
    child.unref();
    const exited = new Promise<void>((resolve) => {
      child.once('exit', () => {
        resolve();
      });
      child.once('error', () => {
        resolve();
      });
    });
    const ended = () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
    const ready = () => {
      const file = readPidFile(plan.cluster);
      return file !== null && file.pid === child.pid && file.ready;
    };
    await until(() => ended() || ready(), 120_000);
    if (child.pid !== undefined && !ended() && ready()) return { pid: child.pid, port, ready: true, exited };
    if (child.pid !== undefined && !ended()) await endPostmaster(child.pid, plan.cluster);
    const said = tail(plan.logFile);
    if (plan.port === 0 && attempt < 5 && said.includes('Address already in use')) continue;
    throw new EmbeddedUnavailable('The embedded PostgreSQL did not start; the end of its log says why:', said);
  }
}
