import type { Command } from 'commander';
import { EXIT } from '#libs/cli';
import { startApart } from '../start/apart.js';
import { startTogether } from '../start/together.js';
import { startSome } from '../start/some.js';
import { CommandFailed } from '../output.js';

interface StartOptions {
  readonly services?: string;
  readonly apart: boolean;
  readonly samples: boolean;
}

/** `lachan start`: the instance, until it is asked to end (SIGINT, SIGTERM). */
export const addStart = (lachan: Command): void => {
  lachan
    .command('start')
    .description('start the instance: database, migrations, services, API and pages')
    .option('--services <names>', 'only these services in this process, e.g. intake,triage (needs DATABASE_URL)')
    .option('--apart', 'every service in a process of its own behind one address', false)
    .option('--no-samples', 'a demonstration without its sample reports')
    .option('--json', 'accepted for symmetry: logs are JSON lines unless on a terminal')
    .action(async (options: StartOptions) => {
      if (options.services !== undefined) {
        if (options.apart) throw new CommandFailed('--services and --apart exclude each other', EXIT.usage);
        await startSome(
          options.services
            .split(',')
            .map((name) => name.trim())
            .filter((name) => name !== ''),
        );
      } else if (options.apart) await startApart({ samples: options.samples });
      else await startTogether({ samples: options.samples });
    });
};
