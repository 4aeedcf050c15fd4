import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { jest } from '@jest/globals';
import { run } from '../../src/cli/program.js';
import { KEY } from '../scripted-server.js';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../../../..');
const REGISTER = join(root, 'libs/testing/jest/register.mjs');
const MAIN = join(root, 'apps/agent/src/main.ts');
const END_AT = pathToFileURL(join(here, 'end-at.mjs')).href;

export type EndAt = 'list-in-place' | 'reloaded' | 'state-saved' | 'answered';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** The agent as a program, with a configuration and a state folder in a folder that goes away with the test. */
export class AgentProgram {
  readonly folder = mkdtempSync(join(tmpdir(), 'lachan-agent-'));
  readonly state = join(this.folder, 'state');
  readonly config = join(this.folder, 'agent.json');
  readonly #running = new Set<ChildProcess>();

  configure(server: string, driver: object, more: object = {}): void {
    const keyFile = join(this.folder, 'key');
    writeFileSync(keyFile, `${KEY}\n`, { mode: 0o600 });
    writeFileSync(
      this.config,
      JSON.stringify({ server, keyFile, stateFolder: this.state, wait: 5, driver, proveWithin: 10, ...more }),
    );
  }

  /** One command line to its end, in this process: starting a process for each would take most of a test's time. Without the log. */
  async run(...args: readonly string[]): Promise<Ended> {
    const quiet = join(this.folder, 'quiet.json');
    if (!args.includes('--config'))
      writeFileSync(quiet, JSON.stringify({ ...JSON.parse(readFileSync(this.config, 'utf8')), logLevel: 'silent' }));
    const said = { out: '', err: '' };
    process.exitCode = undefined;
    const heard = (['out', 'err'] as const).map((where) =>
      jest
        .spyOn(process[`std${where}`], 'write')
        .mockImplementation((chunk) => Boolean((said[where] += chunk.toString()))),
    );
    try {
      const code = await run(['node', 'agent', ...(args.includes('--config') ? [] : ['--config', quiet]), ...args]);
      return { code, signal: null, ...said };
    } finally {
      for (const spy of heard) spy.mockRestore();
      process.exitCode = undefined;
    }
  }

  /** One round that kills itself at a named point. */
  async runUntil(point: EndAt, list: string): Promise<Ended> {
    return this.start(['--once'], ['--import', END_AT], { END_AT: point, END_AT_LIST: list }).ended;
  }

  start(
    args: readonly string[],
    node: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
  ): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
    const child = spawn(process.execPath, ['--import', REGISTER, ...node, MAIN, '--config', this.config, ...args], {
      cwd: root,
      env: { ...process.env, NODE_OPTIONS: '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#running.add(child);
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    const ended = new Promise<Ended>((resolve) => {
      child.once('close', (code, signal) => {
        this.#running.delete(child);
        resolve({ code, signal, out, err });
      });
    });
    return { child, ended };
  }

  /** Ends what still runs, without asking. */
  stop(): void {
    for (const child of this.#running) child.kill('SIGKILL');
  }
}
