import { Command, CommanderError } from 'commander';
import { EXIT, whisper } from '#libs/cli';
import { ConfigRefused } from '../config/config.js';
import { ApplyFailed } from '../filter/list-files.js';
import { CannotDo } from '../loop/agent.js';
import { ServerRefused, ServerUnclear } from '../server/client.js';
import { FolderTaken } from '../state/lock.js';
import { StateUnusable } from '../state/store.js';
import { addDoctor } from './commands/doctor.js';
import { dryRun } from './commands/dry-run.js';
import { addResume, addRollback } from './commands/operate.js';
import { runAgent } from './commands/run.js';
import { addStatus } from './commands/status.js';
import { DEFAULT_CONFIG, globals } from './context.js';
import { UsageError } from './usage-error.js';

/** The command line: `agent` follows the server; the rest looks and operates. */
const program = (): Command => {
  const agent = new Command('agent')
    .description("Lá Chắn, at a provider: follows its requests, keeps a resolver's or proxy's list, and answers")
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(agent --help)')
    .option('--config <file>', 'its configuration', DEFAULT_CONFIG)
    .option('--json', 'answer in JSON')
    .option('--dry-run', 'show what the next round would add and remove, and change nothing')
    .option('--once', 'catch up with the server, then end: 0 when nothing is left to do')
    .allowExcessArguments(false)
    .exitOverride()
    .action(async (options: { dryRun?: boolean; once?: boolean }, command: Command) => {
      const { config, json } = globals(command);
      process.exitCode =
        options.dryRun === true ? await dryRun(config, json === true) : await runAgent(config, options.once === true);
    });
  for (const add of [addStatus, addRollback, addResume, addDoctor]) add(agent);
  return agent;
};

/** The commands there are, for the documents' test. */
export const COMMAND_NAMES: readonly string[] = program().commands.map((command) => command.name());

/** Errors whose message is a sentence for whoever operates the agent. */
const SENTENCES = [ApplyFailed, CannotDo, FolderTaken, ServerRefused, ServerUnclear, StateUnusable];

function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof ConfigRefused || error instanceof UsageError) {
    whisper(error.message);
    return EXIT.usage;
  }
  const sentence = error instanceof Error && SENTENCES.some((kind) => error instanceof kind);
  whisper(error instanceof Error ? (sentence ? error.message : (error.stack ?? error.message)) : String(error));
  return EXIT.failed;
}

/** Runs one command line and gives the exit code. */
export async function run(argv: readonly string[]): Promise<number> {
  try {
    await program().parseAsync([...argv]);
    return typeof process.exitCode === 'number' ? process.exitCode : EXIT.done;
  } catch (error) {
    return explain(error);
  }
}
