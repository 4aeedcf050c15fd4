import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const shell = fileURLToPath(new URL('./contender.mjs', import.meta.url));

/**
 * Starts a contender; `setup`, `round(n)` and `teardown` answer what the contender's function answers, or throw its error. `memory()` is the most that its
 * process had so far, in MiB.
 */
export const startContender = async (name, file, context) => {
  const child = fork(shell, [file, JSON.stringify(context)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, LOG_LEVEL: 'error' },
  });
  const gone = once(child, 'exit').then(([code]) => {
    throw new Error(`${name} ended with code ${code}`);
  });
  gone.catch(() => undefined);
  let memory = 0;
  const answer = async () => {
    const [message] = await Promise.race([once(child, 'message'), gone]);
    memory = message.memory ?? memory;
    if (message.error) throw new Error(`${name}: ${message.error}`);
    return message.result;
  };
  await answer();
  const call = (step, round) => {
    const answered = answer();
    child.send({ step, round });
    return answered;
  };
  return {
    memory: () => memory,
    setup: () => call('setup'),
    round: (n) => call('round', n),
    teardown: async () => {
      if (child.exitCode !== null) return;
      await call('teardown').catch(() => undefined);
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await gone.catch(() => undefined);
      clearTimeout(timer);
    },
  };
};
