import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePorts, startPrimary } from '../../../infra/dns/programs.mjs';

const PROVIDER = 'isp';
export const BLOCK_ZONE = `block.${PROVIDER}.lachan`;
export const UPDATE_KEY = 'dispatcher';

/** The names that both write: each a host below a domain of its own, as reports name them. */
export const hostsOf = (count) =>
  Array.from({ length: count }, (_, index) => `www.trang-${index.toString(36)}.example.org`);

/** A primary with two empty zones, from the snippets of `infra/dns`, in a folder that goes away with it. `notify`: a secondary's port. */
export const freshPrimary = async (notify = []) => {
  const folder = mkdtempSync(join(tmpdir(), 'lachan-bench-dns-'));
  const [port] = await freePorts(1);
  const updateSecret = randomBytes(32).toString('base64');
  const provider = {
    allowZone: `allow.${PROVIDER}.lachan`,
    blockZone: BLOCK_ZONE,
    transferKey: `transfer-${PROVIDER}`,
    transferSecret: randomBytes(32).toString('base64'),
  };
  const keyFile = join(folder, 'update.key');
  writeFileSync(keyFile, `key "${UPDATE_KEY}" { algorithm hmac-sha256; secret "${updateSecret}"; };\n`, {
    mode: 0o600,
  });
  const started = { folder: join(folder, 'primary'), port, updateKey: UPDATE_KEY, updateSecret };
  const running = await startPrimary({ ...started, providers: [{ ...provider, notify }] });
  return {
    port,
    folder,
    keyFile,
    updateSecret,
    provider: { ...provider, primaryPort: port },
    stop: async () => {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Whether the block zone holds exactly these hosts, by a transfer that BIND's `dig` makes and nobody of the two contenders. */
export const holdsExactly = async ({ port, keyFile }, hosts) => {
  const args = ['@127.0.0.1', '-p', String(port), '-k', keyFile, '+noall', '+answer', '+time=60', BLOCK_ZONE, 'AXFR'];
  const { stdout } = await promisify(execFile)('dig', args, { maxBuffer: 2 ** 28 });
  const end = `.${BLOCK_ZONE}.`;
  const there = new Set();
  for (const line of stdout.split('\n')) {
    const [owner, , , type, target] = line.split(/\s+/);
    if (type === 'CNAME' && target === '.' && owner.endsWith(end)) there.add(owner.slice(0, -end.length));
  }
  const missing = hosts.filter((host) => !there.has(host)).length;
  return { ok: missing === 0 && there.size === hosts.length, names: there.size, missing };
};
