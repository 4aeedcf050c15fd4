import { ConfigRefused, readConfig, readKey } from '../config/config.js';
import type { AgentConfig } from '../config/config.js';
import { driverOf } from '../drivers/index.js';
import { STOPS } from '../state/state.js';
import type { State } from '../state/state.js';
import { FolderStore } from '../state/store.js';
import { wordsOf } from '../native-error.js';
import { bad, good } from './finding.js';
import type { Finding } from './finding.js';
import { foldersOf, keyPlace, noLinks, programs, room, writable } from './machine.js';
import { resolver, server } from './reach.js';

export interface Diagnosis {
  readonly findings: readonly Finding[];
  /** The configuration itself cannot be used: exit code 2. */
  readonly unusable: boolean;
}

/** Looks at everything the agent rests on. Changes nothing, runs no reload, prints no key. */
export async function diagnose(path: string, env: NodeJS.ProcessEnv): Promise<Diagnosis> {
  let config: AgentConfig;
  let key: string;
  try {
    config = readConfig(path);
    key = readKey(config, env);
  } catch (error) {
    if (!(error instanceof ConfigRefused)) throw error;
    return { findings: error.problems.map((problem) => bad('configuration', problem, `mend ${path}`)), unusable: true };
  }
  const driver = driverOf(config.driver);
  const files = driver.render([], 0).map((file) => file.path);
  const folders = foldersOf(config, files);
  const { state, finding } = await kept(config);
  const findings = [
    good('configuration', `${path}, for ${driver.kind}`),
    await keyPlace(config),
    ...(await server(config, key)),
    ...(await programs(driver, files, config.commandTimeout * 1_000)),
    ...(await writable(folders)),
    ...(await noLinks(files)),
    ...(await room(folders)),
    finding,
    ...(await resolver(config.driver, state)),
  ];
  return { findings, unusable: false };
}

async function kept(config: AgentConfig): Promise<{ state?: State; finding: Finding }> {
  try {
    const state = await new FolderStore(config.stateFolder, config.server).load();
    if (state.stopped) {
      const found = `stopped: ${STOPS[state.stopped.reason]}: ${state.stopped.detail}`;
      return { state, finding: bad('state', found, 'look why, then `agent resume`') };
    }
    if (state.pinned)
      return {
        state,
        finding: bad('state', `rolled back to sequence ${state.pinned.sequence}`, '`agent resume` when it may go on'),
      };
    return { state, finding: good('state', `sequence ${state.sequence}, ${state.list?.entries ?? 0} entries`) };
  } catch (error) {
    return {
      finding: bad('state', wordsOf(error), 'restore it, or move it away: the agent then begins from the snapshot'),
    };
  }
}
