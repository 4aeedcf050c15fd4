import type { Command } from 'commander';
import { FAULTS, verifyLog } from '#apps/ledger';
import { EXIT, report } from '#libs/cli';
import { withInstallation } from '../context.js';
import { progressBar } from '../output.js';

/** `lachan verify`: checks the whole log and says which event is wrong if one is; exit 1 then. */
export const addVerify = (lachan: Command): void => {
  lachan
    .command('verify')
    .description('check the whole log: dense positions and versions, leaf hashes, and what the events say together')
    .option('--json', 'answer in JSON')
    .action(async (options: { json?: boolean }) => {
      const result = await withInstallation(async ({ admin }) => {
        const { rows } = await admin.query<{ position: number }>('select position::float8 as position from es.head');
        const bar = progressBar('verify', rows[0]?.position ?? 0);
        try {
          return await verifyLog(admin, (position) => bar.update(position));
        } finally {
          bar.stop();
        }
      });
      report(options.json === true, result, () =>
        result.faults.length === 0
          ? [`${String(result.events)} events checked, head at ${String(result.head)}: nothing is wrong.`]
          : [
              ...result.faults.map(
                ({ fault, position, event, stream, detail }) =>
                  `✗ position ${String(position)} · ${stream} · event ${event} · ${fault} (${FAULTS[fault]}): ${detail}`,
              ),
              `${String(result.events)} events checked, ${String(result.faults.length)} faults.`,
            ],
      );
      if (result.faults.length > 0) process.exitCode = EXIT.failed;
    });
};
