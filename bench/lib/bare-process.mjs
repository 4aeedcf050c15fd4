import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Starts a plain server of the benchmark in a process of its own; it tells its URL once it listens. */
export const startBare = async (file, ...args) => {
  const child = fork(fileURLToPath(new URL(`../${file}`, import.meta.url)), args, { stdio: ['ignore', 2, 2, 'ipc'] });
  const gone = once(child, 'exit');
  const [{ url }] = await Promise.race([
    once(child, 'message'),
    gone.then(([code]) => Promise.reject(new Error(`${file} ended with code ${code}`))),
  ]);
  return {
    url,
    stop: async () => {
      child.kill();
      await gone.catch(() => undefined);
    },
  };
};
