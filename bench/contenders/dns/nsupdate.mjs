// BIND's own nsupdate with the same key, over TCP: as many records in each message as it can hold.
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BLOCK_ZONE, freshPrimary, holdsExactly, hostsOf } from './primary.mjs';

const run = (primary, hosts, batch) => {
  const file = join(primary.folder, 'updates.txt');
  writeFileSync(file, script(primary.port, hosts, batch));
  return promisify(execFile)('nsupdate', ['-v', '-k', primary.keyFile, '-t', '60', file], { maxBuffer: 2 ** 24 });
};

const script = (port, hosts, batch) => {
  const lines = [`server 127.0.0.1 ${port}`, `zone ${BLOCK_ZONE}.`];
  hosts.forEach((host, index) => {
    lines.push(`update add ${host}.${BLOCK_ZONE}. 30 CNAME .`);
    if ((index + 1) % batch === 0) lines.push('send');
  });
  return `${[...lines, 'send'].join('\n')}\n`;
};

let batch;

/** Finds the largest batch: how many of the longest names it still takes into one message. */
export const setup = async ({ params }) => {
  const hosts = hostsOf(params.names).reverse();
  const primary = await freshPrimary();
  let [takes, refuses] = [1, 4_096];
  while (refuses - takes > 1) {
    const half = (takes + refuses) >> 1;
    const taken = await run(primary, hosts.slice(0, half), half).then(
      () => true,
      () => false,
    );
    [takes, refuses] = taken ? [half, refuses] : [takes, half];
  }
  await primary.stop();
  batch = takes;
};

export const round = async ({ params }) => {
  const hosts = hostsOf(params.names);
  const primary = await freshPrimary();
  try {
    const from = performance.now();
    await run(primary, hosts, batch);
    const value = (performance.now() - from) / 1_000;
    return { value, correctness: { ...(await holdsExactly(primary, hosts)), batch } };
  } finally {
    await primary.stop();
  }
};
