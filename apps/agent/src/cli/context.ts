import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { readConfig, readKey } from '../config/config.js';
import type { AgentConfig } from '../config/config.js';
import { driverOf } from '../drivers/index.js';
import { ProgramFilter } from '../filter/filter.js';
import { ownGuard } from '../filter/guard.js';
import type { ApplyFailed } from '../filter/list-files.js';
import { ResolverProof } from '../filter/proof.js';
import { Agent } from '../loop/agent.js';
import { createLog } from '../loop/log.js';
import type { Log } from '../loop/log.js';
import { HttpServer } from '../server/client.js';
import { ServerClock } from '../server/server-clock.js';
import { replaceFile } from '../state/durable-file.js';
import { lockFolder } from '../state/lock.js';
import { FolderStore } from '../state/store.js';

export const DEFAULT_CONFIG = '/etc/lachan/agent.json';

export interface GlobalOptions {
  readonly config: string;
  readonly json?: boolean;
}

export const globals = (command: Command): GlobalOptions => command.optsWithGlobals();

const mono = (): number => performance.now();

export function filterOf(config: AgentConfig): ProgramFilter {
  const { driver } = config;
  const proof =
    driver.kind === 'squid'
      ? undefined
      : new ResolverProof(driver.resolver, driver.canary, config.proveWithin * 1_000, mono);
  return new ProgramFilter(driverOf(driver), proof, ownGuard(config.neverBlock), config.commandTimeout * 1_000);
}

/** Opens the agent of a configuration on its state folder. Whoever changes something holds the folder's lock. */
export async function openAgent(config: AgentConfig, log: Log): Promise<Agent> {
  const clock = new ServerClock(mono);
  const store = new FolderStore(config.stateFolder, config.server);
  await store.prepare();
  return Agent.open({
    config,
    server: new HttpServer(config.server, readKey(config, process.env), clock),
    filter: filterOf(config),
    store,
    log,
    mono,
    serverNow: () => clock.now(),
    wallNow: () => new Date(),
  });
}

export interface Held {
  readonly config: AgentConfig;
  readonly agent: Agent;
  readonly log: Log;
}

/** Opens the agent, alone on its folder, for as long as the work takes. */
export async function alone<T>(path: string, work: (held: Held) => Promise<T>): Promise<T> {
  const config = readConfig(path);
  readKey(config, process.env);
  await mkdir(config.stateFolder, { recursive: true, mode: 0o700 });
  const release = await lockFolder(config.stateFolder);
  try {
    const log = createLog(config.logLevel);
    return await work({ config, agent: await openAgent(config, log), log });
  } finally {
    await release();
  }
}

/** What a checker or a reload said last. It may hold names: a file for a person at this machine, and not the log. */
export const failureFile = (folder: string): string => join(folder, 'last-failure.txt');

export const keepFailure = (folder: string, { message, words }: ApplyFailed): Promise<void> =>
  replaceFile(failureFile(folder), `${new Date().toISOString()} ${message}\n${words}\n`);
