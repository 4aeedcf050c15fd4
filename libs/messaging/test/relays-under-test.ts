import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { packagePath } from '#libs/event-store';
import type { TestDatabase } from '#libs/testing';
import { environmentOf } from './services-under-test.js';

export interface RelayProcess {
  /** What its sessions are called in pg_stat_activity. */
  readonly name: string;
  /** Ends it as a power cut would: nothing of it runs any more when this resolves. */
  kill(): Promise<void>;
}

let count = 0;

/** Starts a process that carries a test's log to Kafka, unless another one does. */
export async function startRelay(db: TestDatabase): Promise<RelayProcess> {
  const name = `relay-${String((count += 1))}`;
  const url = new URL(db.url);
  url.searchParams.set('application_name', name);
  const child = spawn(
    process.execPath,
    ['--import', packagePath('libs/testing/jest/register.mjs'), packagePath('libs/messaging/test/relay-process.ts')],
    {
      cwd: packagePath('.'),
      env: { ...process.env, NODE_OPTIONS: '', ...environmentOf(db), DATABASE_URL: url.href },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const exited = once(child, 'exit');
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  await Promise.race([
    once(child.stdout, 'data'),
    exited.then(() => Promise.reject(new Error('the relay did not start'))),
  ]);
  return { name, kill };
}

/** Who holds the relay's lock: the name of its sessions and the server's process; undefined while nobody does. */
export async function holder(db: TestDatabase): Promise<{ name: string; pid: number } | undefined> {
  const { rows } = await db.pool.query<{ name: string; pid: number }>(`
    select a.application_name as name, a.pid from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.granted and a.datname = current_database()
       and (l.classid::bigint << 32) + l.objid::bigint = hashtextextended('lachan relay', 0)`);
  return rows[0];
}
