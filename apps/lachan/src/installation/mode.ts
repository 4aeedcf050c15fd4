import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '#libs/service-kit';
import type { AppConfig, Mode } from '#libs/service-kit';

const FILE = 'mode';

/** What was stored at the first start, if there was one. */
export const storedMode = (dataDir: string): Mode | null => {
  const path = join(dataDir, FILE);
  if (!existsSync(path)) return null;
  const text = readFileSync(path, 'utf8').trim();
  if (text === 'demo' || text === 'production') return text;
  throw new ConfigError([`${path} holds neither "demo" nor "production": restore it from a backup`]);
};

/**
 * The mode of an installation, decided once: what `LACHAN_MODE` says, else `demo` on a first start with an empty data
 * folder and no `DATABASE_URL`, else `production`. A folder that was a demonstration stays one: its sample people and
 * keys are known to anybody who can read a file, so production refuses it.
 * @throws {ConfigError} when what is wanted is not what the folder was made for.
 */
export const settleMode = (config: AppConfig): Mode => {
  const stored = storedMode(config.dataDir);
  if (stored !== null) {
    if (config.mode !== undefined && config.mode !== stored) {
      throw new ConfigError([
        `LACHAN_MODE: ${config.dataDir} was set up as "${stored}" and cannot become "${config.mode}"; choose another LACHAN_DATA_DIR`,
      ]);
    }
    return stored;
  }
  const empty = !existsSync(config.dataDir) || readdirSync(config.dataDir).length === 0;
  return config.mode ?? (empty && config.databaseUrl === undefined ? 'demo' : 'production');
};

export const storeMode = (dataDir: string, mode: Mode): void => {
  writeFileSync(join(dataDir, FILE), `${mode}\n`, { mode: 0o600 });
};
