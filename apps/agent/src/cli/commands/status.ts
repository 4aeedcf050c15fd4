import type { Command } from 'commander';
import { z } from 'zod';
import { EXIT, report } from '#libs/cli';
import { readConfig } from '../../config/config.js';
import { askIn } from '../../control/control.js';
import { STOPS } from '../../state/state.js';
import type { State } from '../../state/state.js';
import { FolderStore } from '../../state/store.js';
import { globals } from '../context.js';

/** How far an agent is, without a name of a target. */
export const statusOf = (state: State, entries: number) => ({
  server: state.server,
  sequence: state.sequence,
  generation: state.generation,
  entries,
  waitingForProof: state.waiting.length,
  answersToSend: state.outbox.length,
  lastContact: state.lastContact,
  stopped: state.stopped,
  rolledBackTo: state.pinned?.sequence ?? null,
  versions: state.versions.map(({ sequence, entries: count, at }) => ({ sequence, entries: count, at })),
});
export type Status = ReturnType<typeof statusOf>;

const Live = z.looseObject({ running: z.object({ failures: z.int(), lastFailure: z.string().nullable() }) });

const linesOf = (status: Status, running: z.infer<typeof Live>['running'] | null): string[] => [
  `server              ${status.server}`,
  `agent               ${running === null ? 'does not run' : running.lastFailure === null ? 'runs' : `runs; ${running.failures} failures in a row, the last: ${running.lastFailure}`}`,
  `last contact        ${status.lastContact ?? 'never'}`,
  `sequence            ${status.sequence}`,
  `entries in effect   ${status.entries}`,
  `waiting for proof   ${status.waitingForProof}`,
  `answers to send     ${status.answersToSend}`,
  `rolled back         ${status.rolledBackTo === null ? 'no' : `to sequence ${status.rolledBackTo}, until \`agent resume\``}`,
  `stopped             ${status.stopped === null ? 'no' : `${STOPS[status.stopped.reason]}: ${status.stopped.detail} (${status.stopped.at})`}`,
  'lists for rollback',
  ...status.versions.map(({ sequence, entries, at }) => `  sequence ${sequence}: ${entries} entries, since ${at}`),
];

/** `agent status`: exit 1 when it is stopped, fails, or does not run. */
export const addStatus = (agent: Command): void => {
  agent
    .command('status')
    .description('how far it is, what waits, whether it is stopped or rolled back')
    .action(async (_: unknown, command: Command) => {
      const { config: path, json } = globals(command);
      const config = readConfig(path);
      const reply = await askIn(config.stateFolder, { do: 'status' });
      const live = reply?.ok === true ? Live.parse(reply.value) : undefined;
      const state = await new FolderStore(config.stateFolder, config.server).load();
      const status = { ...statusOf(state, state.pinned?.entries ?? state.list?.entries ?? 0), ...live };
      report(json === true, { ...status, running: live?.running ?? null }, () =>
        linesOf(status, live?.running ?? null),
      );
      if (!live || live.running.lastFailure !== null || state.stopped) process.exitCode = EXIT.failed;
    });
};
