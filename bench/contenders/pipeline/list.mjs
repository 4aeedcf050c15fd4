import { randomUUID } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Of ten rows two name a target that is known, one repeats a row's target in another shape, one in a thousand is broken. */
const line = (round, n, known) => {
  if (n % 1_000 === 999) return '{"url": broken';
  const name = n % 5 === 3 ? `so-${(n * 7_919 + (round + 1) * 104_729) % known}` : `moi-${round + 1}-${n}`;
  const url =
    n % 10 === 9
      ? `https://moi-${round + 1}-${n - 5}.example.test/bai?utm_source=x`
      : `http://${name}.example.test/bai`;
  return JSON.stringify({ url, note: `Dòng ${n}: nhờ kiểm tra giúp.`, province: 'Lâm Đồng' });
};

/** The list of one round on disk, as a channel sends it: NDJSON. */
export const writeRows = ({ rows, known }, round) => {
  const folder = mkdtempSync(join(tmpdir(), 'lachan-bench-import-'));
  const path = join(folder, `${randomUUID()}.ndjson`);
  writeFileSync(path, Array.from({ length: rows }, (_, n) => line(round, n, known)).join('\n'));
  return { open: () => createReadStream(path), remove: () => rmSync(folder, { recursive: true, force: true }) };
};

/** The channel whose key the lists come in under. */
export const SENDER = {
  kind: 'key',
  id: 'k-import',
  unit: 'trung-tam',
  roles: [],
  keyRole: 'channel',
  channel: 'bulk-import',
};

/** Rows of a list that can become a report. */
export const readable = (rows) => rows - Math.floor(rows / 1_000);
