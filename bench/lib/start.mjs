import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { freshFolder, removeFolder, startInstance } from '../../scripts/lib/instance.mjs';
import { caller, load } from './http-load.mjs';
import { reportBody } from '../contenders/report/payload.mjs';
import { summary } from './statistics.mjs';

/** The processes of an instance: Node, and every process that works in its database's folder. Linux only. */
const processesOf = (pid, dataDir) => {
  const found = [pid];
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const parent = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]);
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
      if (command.includes(dataDir) || found.includes(parent)) found.push(Number(name));
    } catch {
      // It has ended meanwhile.
    }
  }
  return [...new Set(found)];
};

/** Proportional set size in MiB: what is shared by n processes counts 1/n in each. */
const memoryOf = (pids) =>
  pids.reduce((sum, pid) => {
    try {
      const kib = Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]);
      return sum + kib / 1_024;
    } catch {
      return sum;
    }
  }, 0);

const timed = async (folder) => {
  const from = performance.now();
  const instance = await startInstance({ folder, args: ['--no-samples'], env: { LACHAN_MODE: 'production' } });
  return { instance, seconds: (performance.now() - from) / 1_000 };
};

/** From the process's start to the answer of its probe, in a folder that is new and in one that is not; memory of all its processes. */
export const start = async ({ tell }, { rounds, reports }) => {
  const fresh = [];
  const again = [];
  for (let round = 0; round < rounds; round += 1) {
    tell(`start · ${round + 1}/${rounds}`);
    const folder = freshFolder('lachan-bench-start');
    for (const list of [fresh, again]) {
      const { instance, seconds } = await timed(folder);
      list.push(seconds);
      await instance.stop();
    }
    removeFolder(folder);
  }
  const { idle, loaded } = await memory(reports);
  const row = (contender, unit, values) => ({ work: 'start', contender, unit, ...summary(values) });
  return {
    rounds,
    rows: [
      row('lachan', 's', fresh),
      row('second start', 's', again),
      row('memory, idle', 'MiB', [idle]),
      row('memory, loaded', 'MiB', [loaded]),
    ],
    ratios: { '4 s': 4 / summary(fresh).median, '350 MiB': 350 / loaded },
  };
};

/** Longer than a connection that nobody uses is kept (10 s): only then does an instance that has just started lie idle. */
const SETTLED_MS = 12_000;

/** The demonstration as it lies idle, and while reports stream in. */
const memory = async (reports) => {
  const instance = await startInstance({ args: ['--no-samples'] });
  try {
    const pids = () => processesOf(instance.pid, instance.dataDir);
    await pause(SETTLED_MS);
    const idle = memoryOf(pids());
    const key = instance.credentials.keys.find(({ role }) => role === 'channel').key;
    const { call, close } = caller(instance.url, 16, { authorization: `Bearer ${key}` });
    let loaded = idle;
    const timer = setInterval(() => (loaded = Math.max(loaded, memoryOf(pids()))), 250);
    await load((index) => call('POST', '/api/v1/reports', reportBody(0, index)), { count: reports, connections: 16 });
    clearInterval(timer);
    close();
    return { idle, loaded };
  } finally {
    await instance.stop();
  }
};
