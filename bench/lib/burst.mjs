import { readFileSync } from 'node:fs';
import { client, signIn, until } from '../../scripts/lib/instance.mjs';
import { startApart } from '../../scripts/faults/services-apart.mjs';
import { reportBody } from '../contenders/report/payload.mjs';
import { caller } from './http-load.mjs';
import { percentile, summary } from './statistics.mjs';

const CONNECTIONS = 64;

/** Proportional set size (MiB). */
const memoryOf = (pid) =>
  Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]) / 1_024;

/**
 * Reports in a burst over HTTP to an installation of one process per service, as evenly as the clock allows, until the queue of triage
 * shows every one of their cases. Acceptance is measured from the moment a report was due, so that a late answer delays nobody's clock.
 */
export const burst = async ({ tell }, { reports, seconds }) => {
  const estate = await startApart();
  try {
    const key = estate.credentials.keys.find(({ role }) => role === 'channel').key;
    const { call, close } = caller(estate.baseOf('intake'), CONNECTIONS, { authorization: `Bearer ${key}` });
    const people = (role) => estate.credentials.users.find((user) => user.role === role);
    const { cookie } = await signIn(estate.baseOf('directory'), people('auditor'));
    const auditor = client(estate.baseOf('ledger'), { cookie });
    const peak = {};
    const watch = setInterval(() => {
      for (const [service, pid] of Object.entries(estate.pids()))
        peak[service] = Math.max(peak[service] ?? 0, memoryOf(pid));
    }, 250);
    const latencies = [];
    const started = performance.now();
    const due = (n) => started + (n * seconds * 1_000) / reports;
    let refused = 0;
    let next = 0;
    const sender = async () => {
      while (next < reports) {
        const n = next;
        next += 1;
        const wait = due(n) - performance.now();
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
        const { status } = await call('POST', '/api/v1/reports', reportBody(0, n));
        latencies.push(performance.now() - due(n));
        if (status !== 202) refused += 1;
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, sender));
    const sent = (performance.now() - started) / 1_000;
    tell(`burst · ${reports} reports in ${sent.toFixed(1)} s`);
    // Whoever handled a report has appended what follows from it: without lag in this order nothing is on its way.
    const settled = async () => {
      const text = await (await fetch(`${estate.baseOf('triage')}/metrics`)).text();
      return ['triage.reports', 'triage.queue'].every((name) => lagOf(text, name) === 0);
    };
    await until('the queue to show every case', settled, { within: 120_000, every: 50 });
    const complete = (performance.now() - started) / 1_000;
    clearInterval(watch);
    close();
    const log = await auditor.ok('GET', '/audit/events?types=ReportAttached');
    const attached = log.split('\n').filter(Boolean).length;
    const row = (contender, unit, values) => ({ work: 'burst', contender, unit, ...summary(values) });
    return {
      rows: [
        row('burst sent', 's', [sent]),
        row('queue complete', 's', [complete]),
        row('acceptance, p99', 'ms', [percentile(latencies, 0.99)]),
        ...Object.entries(peak).map(([service, value]) => row(`memory, ${service}`, 'MiB', [value])),
      ],
      ratios: { 'twice the burst': (2 * seconds) / complete },
      correctness: { lachan: { ok: attached === reports && refused === 0, attached, refused } },
    };
  } finally {
    await estate.stop();
  }
};

const lagOf = (text, name) => {
  const line = text
    .split('\n')
    .find((one) => one.startsWith('lachan_subscription_lag_events{') && one.includes(`"${name}"`));
  return line === undefined ? Number.NaN : Number(line.split(' ').at(-1));
};
