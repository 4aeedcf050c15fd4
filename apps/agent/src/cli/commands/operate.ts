import type { Command } from 'commander';
import { EXIT, report } from '#libs/cli';
import { readConfig } from '../../config/config.js';
import { askIn } from '../../control/control.js';
import type { Wish } from '../../control/control.js';
import { CannotDo } from '../../loop/agent.js';
import type { Agent } from '../../loop/agent.js';
import { alone, globals } from '../context.js';
import { statusOf } from './status.js';
import { UsageError } from '../usage-error.js';

/** Lets the agent that runs do it, between two rounds; without one it is done here, under the folder's lock. */
async function operate(
  path: string,
  wish: Exclude<Wish, { do: 'status' }>,
  here: (agent: Agent) => Promise<void>,
): Promise<unknown> {
  const reply = await askIn(readConfig(path).stateFolder, wish);
  if (reply?.ok === false) throw new CannotDo(reply.why);
  if (reply) return reply.value;
  return alone(path, async ({ agent }) => {
    await here(agent);
    return statusOf(agent.state, agent.entries.length);
  });
}

export const addRollback = (agent: Command): void => {
  agent
    .command('rollback')
    .description(
      'put the list of an earlier sequence into effect and stay there until resume; what is lifted goes all the same',
    )
    .requiredOption('--to <sequence>', 'one of those that `agent status` lists')
    .action(async ({ to }: { to: string }, command: Command) => {
      const { config, json } = globals(command);
      if (!/^\d{1,15}$/.test(to)) throw new UsageError('--to: a sequence is a number');
      const sequence = Number(to);
      const status = await operate(config, { do: 'rollback', sequence }, (held) => held.rollback(sequence));
      report(json === true, status, () => [`the list of sequence ${sequence} is in effect, until \`agent resume\``]);
      process.exitCode = EXIT.done;
    });
};

export const addResume = (agent: Command): void => {
  agent
    .command('resume')
    .description('go on after a rollback, or after it stopped and you have looked why')
    .option('--accept-backwards', 'the authority says that its server was restored: take its list although it is older')
    .action(async (options: { acceptBackwards?: boolean }, command: Command) => {
      const { config, json } = globals(command);
      const acceptBackwards = options.acceptBackwards === true;
      const status = await operate(config, { do: 'resume', acceptBackwards }, (held) =>
        held.resume({ acceptBackwards }),
      );
      report(json === true, status, () => ['it goes on']);
      process.exitCode = EXIT.done;
    });
};
