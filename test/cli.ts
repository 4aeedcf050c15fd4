import { Readable } from 'node:stream';
import { jest } from '@jest/globals';
import { run } from '#apps/lachan';

/** What a command line did: its exit code and what it wrote where. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Standard output as JSON: all of it, or the test fails. */
  readonly json: () => unknown;
}

/** The environment a command sees; nothing else of the tests' own. */
export type Environment = Readonly<Record<string, string>>;

const OURS = /^(LACHAN_|DATABASE_URL$|KAFKA_BROKERS$|PORT$|HOST$|LOG_LEVEL$)/;

/** Runs one command line in this process, as `npm run lachan -- …` runs it. */
export const lachan = async (args: readonly string[], env: Environment = {}, stdin?: string): Promise<Outcome> => {
  const before = { ...process.env };
  const input = Object.getOwnPropertyDescriptor(process, 'stdin');
  const written = { out: '', err: '' };
  const capture = (stream: NodeJS.WriteStream, to: 'out' | 'err') =>
    jest.spyOn(stream, 'write').mockImplementation((chunk) => {
      written[to] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
      return true;
    });
  const spies = [capture(process.stdout, 'out'), capture(process.stderr, 'err')];
  for (const name of Object.keys(process.env)) if (OURS.test(name)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, env);
  if (stdin !== undefined)
    Object.defineProperty(process, 'stdin', { value: Readable.from([stdin]), configurable: true });
  try {
    process.exitCode = undefined;
    const code = await run(['node', 'lachan', ...args]);
    return { code, ...written, json: () => JSON.parse(written.out) as unknown };
  } finally {
    process.exitCode = undefined;
    for (const spy of spies) spy.mockRestore();
    if (input !== undefined) Object.defineProperty(process, 'stdin', input);
    for (const name of Object.keys(process.env)) if (!(name in before)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, before);
  }
};

/** A stack, or an error nobody put into words. */
export const STACK = /\n\s+at |TypeError|ReferenceError|\[object/;
