import { EXIT } from '#libs/cli';
import { openHost, prepareDatabase, runServices } from '#libs/process';
import { createLogger, loadConfig } from '#libs/service-kit';
import { SERVICES_OF_THE_HOUSE } from '../../compose/services.js';
import { readCredentials } from '../../demo/credentials.js';
import { visitInstallation } from '../../installation/installation.js';
import { CommandFailed } from '../output.js';

export interface ImportAt {
  readonly url: string;
  readonly key: string;
}

/** The key to import with: as given, else the demonstration's own. */
const keyFor = (given: string | undefined, dataDir: string): string => {
  const key = given ?? process.env['LACHAN_KEY'];
  if (key !== undefined && key !== '') return key;
  const demo = readCredentials(dataDir)?.keys.find(
    ({ role, name }) => role === 'channel' && name.startsWith('Nhập hàng loạt'),
  );
  if (demo === undefined)
    throw new CommandFailed('a channel key is needed: --key KEY, or LACHAN_KEY in the environment', EXIT.usage);
  return demo.key;
};

const addressOf = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.origin;
  throw new CommandFailed(`--url: "${text}" is not an http:// or https:// address`, EXIT.usage);
};

/**
 * Gives the instance to import into: the one named, the one that runs on the data folder, or one that runs for as long
 * as the import takes. An import goes through the front door, with a channel's key and no other right.
 */
export const withInstance = async <T>(
  options: { readonly url?: string; readonly key?: string },
  use: (at: ImportAt) => Promise<T>,
): Promise<T> => {
  const config = loadConfig(process.env);
  const key = (): string => keyFor(options.key, config.dataDir);
  if (options.url !== undefined) return use({ url: addressOf(options.url), key: key() });
  const logger = createLogger({ level: process.env['LOG_LEVEL'] === undefined ? 'error' : config.logLevel });
  const installation = await visitInstallation(config, logger);
  try {
    if (installation.url !== null) return await use({ url: installation.url, key: key() });
    await prepareDatabase(installation.adminUrl, SERVICES_OF_THE_HOUSE, logger);
    const host = await openHost(config, installation.adminUrl);
    const running = await runServices(host, SERVICES_OF_THE_HOUSE, { listen: { host: '127.0.0.1', port: 0 } });
    try {
      return await use({ url: running.url, key: key() });
    } finally {
      await running.close();
    }
  } finally {
    await installation.close();
  }
};
