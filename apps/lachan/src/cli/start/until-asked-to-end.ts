import { whisper } from '#libs/cli';

/** Waits for SIGINT or SIGTERM. A second SIGINT ends at once: the database repairs itself at the next start. */
export const untilAskedToEnd = (): Promise<void> =>
  new Promise((resolve) => {
    let asked = false;
    const end = (signal: NodeJS.Signals): void => {
      if (asked) {
        if (signal === 'SIGINT' && process.stdin.isTTY) process.exit(130);
        return;
      }
      asked = true;
      if (process.stdout.isTTY) whisper('\nĐang dừng … · stopping …');
      resolve();
    };
    // Kept for good: Nest raises the signal again after its own hooks, which must not cut the database's stop short.
    process.on('SIGINT', end);
    process.on('SIGTERM', end);
  });
