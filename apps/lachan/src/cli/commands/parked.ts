import type { Command } from 'commander';
import { report } from '#libs/cli';
import { listParked, retryParked } from '#libs/messaging';
import { withInstallation } from '../context.js';
import { CommandFailed } from '../output.js';

/** `lachan parked [list|retry ID]`: events that could not be handled; each delays its own case only. */
export const addParked = (lachan: Command): void => {
  const parked = lachan.command('parked').description('events that could not be handled, and trying them again');
  parked
    .command('list', { isDefault: true })
    .description('what is parked, oldest first')
    .option('--json', 'answer in JSON')
    .action(async (options: { json?: boolean }) => {
      const items = await withInstallation(({ admin }) => listParked(admin));
      report(options.json === true, { items }, () =>
        items.length === 0
          ? ['Nothing is parked.']
          : items.map(
              (item) =>
                `${item.id}  ${item.subscription}  ${item.type} at ${String(item.position)} (${item.stream}), ${String(item.attempts)} tries, ${String(item.waiting)} wait behind it: ${item.error ?? 'unknown error'}`,
            ),
      );
    });
  parked
    .command('retry')
    .description('try a parked event again; those behind it follow in order')
    .argument('<id>', 'the id that the list shows')
    .option('--json', 'answer in JSON')
    .action(async (id: string, options: { json?: boolean }) => {
      const found = await withInstallation(({ admin, host }) => retryParked(admin, id, host.clock.now()));
      if (!found) throw new CommandFailed(`nothing is parked under ${id}`);
      report(options.json === true, { id, retrying: true }, () => [`${id} is tried again now.`]);
    });
};
