import { spawn } from 'node:child_process';
import type { Command } from '../config/config.js';

/** What a program said and how it ended. `code` null: it was not found, or did not end in time. */
export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

const MOST = 64 * 1_024;
/** Resolvers' tools lie where an ordinary user's PATH does not look. */
const SBIN = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

export const searchPath = (env: NodeJS.ProcessEnv): string => [env['PATH'] ?? '/usr/bin:/bin', ...SBIN].join(':');

/**
 * Runs a program without a shell and waits for its end.
 * @param values take the place of `{name}` in the arguments.
 * @param timeout after which it is killed (ms).
 */
export function run(command: Command, values: Readonly<Record<string, string>>, timeout: number): Promise<Ran> {
  const [program = '', ...args] = command.map((part) =>
    part.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole),
  );
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PATH: searchPath(process.env) },
      timeout,
      killSignal: 'SIGKILL',
    });
    let output = '';
    const keep = (chunk: Buffer): void => {
      if (output.length < MOST) output += chunk.toString('utf8');
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => {
      resolve({ code: null, output: `${program}: ${error.message}` });
    });
    // `exit`, not `close`: a reload that leaves a daemon behind leaves it our pipes too.
    child.once('exit', (code, signal) => {
      setImmediate(() => {
        child.stdout.destroy();
        child.stderr.destroy();
        resolve({ code, output: signal === null ? output : `${output}\n${program}: ended by ${signal}` });
      });
    });
  });
}
