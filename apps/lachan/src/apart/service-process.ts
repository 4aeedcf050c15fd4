import { spawn } from 'node:child_process';
import type { ServiceDefinition } from '#libs/process';
import { CommandFailed } from '../cli/output.js';

export interface ServiceProcess {
  readonly service: ServiceDefinition;
  readonly url: string;
  readonly pid: number;
  /** Asks it to finish what it holds; resolves when it has ended. */
  stop(): Promise<void>;
  /** Resolves when it ends, wanted or not. */
  readonly ended: Promise<number | null>;
}

/** Starts one service in a process of its own and waits until it says where it listens. */
export const startServiceProcess = async (
  service: ServiceDefinition,
  environment: Readonly<Record<string, string>>,
): Promise<ServiceProcess> => {
  const child = spawn(
    process.execPath,
    [...process.execArgv, process.argv[1] ?? '', 'start', '--services', service.name],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...environment, HOST: '127.0.0.1', PORT: '0' },
    },
  );
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const url = await new Promise<string>((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const line = /listening on (http:\/\/\S+)/.exec(output)?.[1];
      if (line !== undefined) resolve(line);
    });
    void ended.then((code) =>
      reject(new CommandFailed(`the ${service.name} process ended with code ${String(code)} before it was ready`)),
    );
  });
  return {
    service,
    url,
    pid: child.pid ?? 0,
    ended,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
};
