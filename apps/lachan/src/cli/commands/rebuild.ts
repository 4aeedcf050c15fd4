import type { Command } from 'commander';
import { EXIT, report, whisper } from '#libs/cli';
import { aloneAtRebuilding, rebuildReadModels } from '#libs/messaging';
import { SERVICES_OF_THE_HOUSE } from '../../compose/services.js';
import { withInstallation } from '../context.js';
import { CommandFailed } from '../output.js';

/** `lachan rebuild`: every read model made again beside the live one, compared, swapped. Exit 1 when one differed. */
export const addRebuild = (lachan: Command): void => {
  lachan
    .command('rebuild')
    .description('make read models again from the log beside the live ones, compare them row by row, swap')
    .argument('[names...]', 'only these, e.g. triage.queue; default: all')
    .option('--check', 'compare only, swap nothing', false)
    .option('--json', 'answer in JSON')
    .action(async (names: string[], options: { check: boolean; json?: boolean }) => {
      const all = SERVICES_OF_THE_HOUSE.flatMap((service) => service.readModels);
      const unknown = names.filter((name) => !all.some((model) => model.name === name));
      if (unknown.length > 0) {
        throw new CommandFailed(
          `unknown read model: ${unknown.join(', ')}; there are ${all.map(({ name }) => name).join(', ')}`,
          EXIT.usage,
        );
      }
      const chosen = all.filter((model) => names.length === 0 || names.includes(model.name));
      const results = await withInstallation(({ admin, store }) =>
        aloneAtRebuilding(admin, async () => {
          const done = [];
          for (const model of chosen) {
            if (process.stderr.isTTY) whisper(`rebuilding ${model.name} …`);
            done.push(
              ...(await rebuildReadModels({
                adminPool: admin,
                storeOf: store,
                readModels: [model],
                swap: !options.check,
              })),
            );
          }
          return done;
        }),
      );
      if (results === undefined) {
        throw new CommandFailed(
          'somebody is rebuilding or comparing already; try again when they are done',
          EXIT.failed,
        );
      }
      report(options.json === true, results, () =>
        results.flatMap((result) => [
          `${result.error === undefined && result.different === 0 ? '✓' : '✗'} ${result.name}: ${String(result.rows)} rows from ${String(result.events)} events, ${
            result.error ?? (result.different === 0 ? 'no difference' : `${String(result.different)} rows differ`)
          }${result.swapped ? ', swapped' : ''}`,
          ...result.differences.map((difference) => `    ${JSON.stringify(difference)}`),
        ]),
      );
      if (results.some((result) => result.error !== undefined || result.different > 0)) process.exitCode = EXIT.failed;
    });
};
