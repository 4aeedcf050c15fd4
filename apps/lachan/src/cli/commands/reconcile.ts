import type { Command } from 'commander';
import { reconcile } from '#apps/dispatch';
import { EXIT, report } from '#libs/cli';
import { RECONCILIATION } from '#libs/contracts';
import { withInstallation } from '../context.js';

/** `lachan reconcile`: for every order each provider in scope is exactly one of the five; exit 1 when one is none of them. */
export const addReconcile = (lachan: Command): void => {
  lachan
    .command('reconcile')
    .description('prove that no order was dropped at any provider, from the log and from the read models')
    .option('--json', 'answer in JSON')
    .action(async (options: { json?: boolean }) => {
      const result = await withInstallation(({ host }) => reconcile(host.runtime('dispatch')));
      report(options.json === true, result, () => [
        `${String(result.orders)} orders at position ${String(result.position)}`,
        ...Object.entries(result.counts).map(
          ([key, count]) =>
            `  ${key.padEnd(16)} ${String(count).padStart(6)}  ${RECONCILIATION[key as keyof typeof RECONCILIATION].vi}`,
        ),
        ...result.holes.map(({ order, provider }) => `✗ order ${order}: nothing was ever queued for ${provider}`),
        ...result.differences.map(
          (found) =>
            `✗ order ${found.order} at ${found.provider}: the log says ${found.log ?? 'nothing'}, the read model ${found.readModel ?? 'nothing'}`,
        ),
      ]);
      if (result.holes.length > 0 || result.differences.length > 0) process.exitCode = EXIT.failed;
    });
};
