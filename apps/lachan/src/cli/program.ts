import { Command, CommanderError } from 'commander';
import { DataFolderInUse, EmbeddedUnavailable } from '#libs/embedded';
import { ConfigError } from '#libs/service-kit';
import { UnknownService } from '../compose/services.js';
import { COMMANDS } from './commands/index.js';
import { CommandFailed, EXIT, whisper } from './output.js';

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

/** Exit code of an error, after its sentence went to standard error. Unknown ones show their stack: they are bugs. */
const explain = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof CommandFailed) {
    whisper(error.message);
    return error.exitCode;
  }
  if (error instanceof ConfigError || error instanceof UnknownService) {
    whisper(error.message);
    return EXIT.usage;
  }
  if (error instanceof DataFolderInUse || error instanceof EmbeddedUnavailable) {
    whisper(error.message);
    return EXIT.failed;
  }
  whisper(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return EXIT.failed;
};

/** Runs one command line and gives the exit code. */
export const run = async (argv: readonly string[]): Promise<number> => {
  try {
    await program().parseAsync([...argv]);
    return typeof process.exitCode === 'number' ? process.exitCode : EXIT.done;
  } catch (error) {
    return explain(error);
  }
};
