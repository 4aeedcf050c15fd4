import { EXIT } from '#libs/cli';
import { CannotDo } from '../../loop/agent.js';
import { Rounds } from '../../loop/keep-running.js';
import { listenIn } from '../../control/control.js';
import { alone, keepFailure } from '../context.js';
import type { Held } from '../context.js';
import { statusOf } from './status.js';

/** Follows the server until it is asked to end (SIGTERM, SIGINT); with `once` until nothing new is there. */
export const runAgent = (path: string, once: boolean): Promise<number> =>
  alone(path, async (held) => (once ? runOnce(held) : runOn(held)));

async function runOnce({ agent }: Held): Promise<number> {
  const { signal } = new AbortController();
  while (await agent.step(0, signal));
  if (agent.state.stopped) throw new CannotDo(`stopped: ${agent.state.stopped.detail}`);
  return agent.unfinished ? EXIT.failed : EXIT.done;
}

async function runOn({ config, agent, log }: Held): Promise<number> {
  const ending = new AbortController();
  const end = (): void => {
    ending.abort();
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  const rounds = new Rounds({
    agent,
    log,
    wait: config.wait,
    random: Math.random,
    signal: ending.signal,
    failed: (error) => keepFailure(config.stateFolder, error),
  });
  const close = await listenIn(config.stateFolder, async (wish) => {
    if (wish.do === 'status') return { ...statusOf(agent.state, agent.entries.length), running: rounds.running };
    await rounds.between(() => (wish.do === 'rollback' ? agent.rollback(wish.sequence) : agent.resume(wish)));
    return statusOf(agent.state, agent.entries.length);
  });
  log.info({ driver: config.driver.kind, entries: agent.entries.length, sequence: agent.state.sequence }, 'started');
  try {
    await rounds.run();
  } finally {
    await close();
  }
  log.info({}, 'ended');
  return EXIT.done;
}
