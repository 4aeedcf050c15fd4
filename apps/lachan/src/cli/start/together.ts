import { DirectoryBootstrap } from '#apps/directory';
import { say } from '#libs/cli';
import { openHost, prepareDatabase, prepareTopics, runServices } from '#libs/process';
import { AppConfig, createLogger, loadConfig } from '#libs/service-kit';
import type { Host } from '#libs/service-kit';
import { serveApiDescription } from '../../compose/api-description.js';
import { SERVICES_OF_THE_HOUSE } from '../../compose/services.js';
import { firstStart } from '../../first-start/first-start.js';
import { openInstallation } from '../../installation/installation.js';
import { clearUnfinishedDemo } from '../../installation/unfinished-demo.js';
import { removeRunning, writeRunning } from '../../installation/running-file.js';
import { untilAskedToEnd } from './until-asked-to-end.js';

export interface Samples {
  /** Whether a fresh demonstration gets its sample reports. */
  readonly samples: boolean;
}

/** Everything in one process: what `npm start` does. */
export const startTogether = async ({ samples }: Samples): Promise<void> => {
  const config = loadConfig(process.env);
  const logger = createLogger({ level: config.logLevel });
  const asked = untilAskedToEnd();
  const installation = await openInstallation(config, logger);
  let host: Host | undefined;
  try {
    await clearUnfinishedDemo(installation);
    await prepareDatabase(installation.adminUrl, SERVICES_OF_THE_HOUSE, logger);
    await prepareTopics(config, installation.adminUrl, logger);
    host = await openHost(new AppConfig(Object.assign({}, config, { mode: installation.mode })), installation.adminUrl);
    const running = await runServices(host, SERVICES_OF_THE_HOUSE, {
      listen: { host: config.host, port: config.port },
      configure: serveApiDescription,
    });
    try {
      writeRunning(config.dataDir, { pid: process.pid, databaseUrl: installation.adminUrl, url: running.url });
      const bootstrap = running.app.get(DirectoryBootstrap, { strict: false });
      const { url } = running;
      await Promise.race([asked, firstStart({ installation, url, samples, setUpToken: () => bootstrap.setUpToken() })]);
      say(`Lá Chắn · listening on ${running.url}`);
      await asked;
    } finally {
      await running.close();
    }
  } finally {
    await host?.close();
    removeRunning(config.dataDir);
    await installation.close();
  }
};
