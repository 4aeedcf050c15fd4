// A disk that fills up under a running instance: a tmpfs that is made smaller. Needs the right to mount; elsewhere it is skipped, visibly.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brokenOff, check } from '../lib/checks.mjs';
import { client, signIn, startInstance, until } from '../lib/instance.mjs';

const MIB = 1024 * 1024;
const mount = (...args) => spawnSync('mount', args).status === 0;

/** Red before it is full, 503 instead of 202 once it is, and back by itself when there is room: every receipt that went out is in the log. */
export const diskFull = async () => {
  const place = mkdtempSync(join(tmpdir(), 'lachan-disk-'));
  if (process.platform !== 'linux' || !mount('-t', 'tmpfs', '-o', 'size=1536m,mode=0755', 'tmpfs', place)) {
    console.log('  – full disk skipped: this user may not mount a tmpfs');
    rmSync(place, { recursive: true, force: true });
    return;
  }
  const resize = (bytes) => mount('-o', `remount,size=${Math.ceil(bytes / MIB)}m`, place);
  const used = () => {
    const { blocks, bfree, bsize } = statfsSync(place);
    return (blocks - bfree) * bsize;
  };
  chmodSync(place, 0o755);
  let instance;
  try {
    instance = await startInstance({ folder: place, args: ['--no-samples'] });
    const channel = client(instance.url, { key: instance.credentials.keys.find(({ role }) => role === 'channel').key });
    const receipts = new Map();
    const send = async (n) => {
      const body = { urls: [`http://day-${n}.example.test/bai`], note: 'x'.repeat(2_000) };
      const answer = await channel
        .call('POST', '/reports', body, { 'idempotency-key': `day-${n}` })
        .catch(() => ({ status: 0 }));
      if (answer.status === 202) receipts.set(n, answer.body.reportId);
      return answer.status;
    };
    check('with room it takes reports in', (await send(0)) === 202);
    resize(used() + 300 * MIB);
    const red = await until('readiness to turn red', async () => {
      const answer = await channel.call('GET', '/health/ready');
      return answer.status === 503 ? answer.body : false;
    });
    check(`readiness is red while there is still room: ${red.checks?.disk}`, /MiB/.test(red.checks?.disk ?? ''));
    resize(used() + 2 * MIB);
    let refused = 0;
    const answers = new Set();
    for (let n = 1; n < 20_000 && refused < 20; n += 8) {
      const statuses = await Promise.all(Array.from({ length: 8 }, (_, index) => send(n + index)));
      for (const status of statuses) answers.add(status);
      refused += statuses.filter((status) => status !== 202).length;
    }
    check(
      `on the full disk it answers ${[...answers].join(', ')}, never something half`,
      refused > 0 && [...answers].every((status) => [202, 503].includes(status)),
      [...answers].join(', '),
    );
    resize(1536 * MIB);
    await until('the instance to recover', async () => (await channel.call('GET', '/health/ready')).status === 200, {
      within: 60_000,
    });
    check(
      'with room again it takes reports in, by itself',
      (await until('a report', async () => (await send(-1)) === 202)) === true,
    );
    const auditor = await signIn(
      instance.url,
      instance.credentials.users.find(({ role }) => role === 'auditor'),
    );
    const log = await auditor.ok('GET', '/audit/events?types=ReportReceived');
    const ids = log
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).stream.slice('report-'.length));
    const lost = [...receipts.values()].filter((id) => !ids.includes(id));
    check(
      `all ${receipts.size} receipts are in the log, each once`,
      lost.length === 0 && new Set(ids).size === ids.length,
      `${lost.length} lost`,
    );
  } catch (error) {
    brokenOff(error, instance);
  } finally {
    await instance?.kill(true).catch(() => undefined);
    spawnSync('umount', ['-l', place]);
    rmSync(place, { recursive: true, force: true });
  }
};
