import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missing, startBroker } from '../../infra/kafka/broker.mjs';
import { runWork } from './harness.mjs';

/** Gives `use` the address of a broker of its own; where there can be none it says why, and the work counts as skipped. */
const withBroker = async (use) => {
  const lacking = missing();
  if (lacking) return { rows: [], ratios: {}, skipped: lacking };
  const folder = mkdtempSync(join(tmpdir(), 'lachan-bench-kafka-'));
  const broker = await startBroker({ folder });
  try {
    return await use(broker);
  } finally {
    await broker.kill();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** A work whose contenders need a broker: its address is in their `params`. */
export const onKafka = (work) => ({
  ...work,
  run: (context) =>
    withBroker(async ({ brokers, folder }) => {
      const params = { ...work.params, brokers, payload: join(folder, 'payload.txt') };
      const outcome = await runWork({ ...work, run: undefined, params }, context);
      return { ...outcome, rows: outcome.rows.filter(({ contender }) => contender !== 'fdatasync') };
    }),
});
