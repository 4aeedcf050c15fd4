import { Command } from 'commander';
import { EXIT } from '#libs/cli';
import { COMMANDS } from './commands/index.js';
import { explain } from './explain.js';

/** The command line: `lachan <command>`, each with `--help` and `--json`. */
const program = (): Command => {
  const lachan = new Command('lachan')
    .description('Lá Chắn: bảo vệ trẻ em trên môi trường mạng · protecting children online')
    .configureHelp({ sortSubcommands: false, showGlobalOptions: true })
    .showHelpAfterError('(lachan --help)')
    .exitOverride();
  for (const add of COMMANDS) add(lachan);
  return lachan;
};

/** The commands there are, for documents and their test. */
export const COMMAND_NAMES: readonly string[] = program().commands.map((command) => command.name());

/** Runs one command line and gives the exit code. */
export const run = async (argv: readonly string[]): Promise<number> => {
  try {
    await program().parseAsync([...argv]);
    return typeof process.exitCode === 'number' ? process.exitCode : EXIT.done;
  } catch (error) {
    return explain(error);
  }
};
