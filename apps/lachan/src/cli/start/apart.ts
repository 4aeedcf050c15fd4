import { say } from '#libs/cli';
import { openHost, prepareDatabase, prepareTopics } from '#libs/process';
import { createLogger, loadConfig } from '#libs/service-kit';
import type { AppConfig } from '#libs/service-kit';
import { gateway } from '../../apart/gateway.js';
import { serviceLogins } from '../../apart/service-logins.js';
import { startServiceProcess } from '../../apart/service-process.js';
import type { ServiceProcess } from '../../apart/service-process.js';
import { SERVICES_OF_THE_HOUSE } from '../../compose/services.js';
import { firstStart } from '../../first-start/first-start.js';
import { openInstallation } from '../../installation/installation.js';
import { clearUnfinishedDemo } from '../../installation/unfinished-demo.js';
import { removeRunning, writeRunning } from '../../installation/running-file.js';
import { withDirectory } from '../directory-context.js';
import { CommandFailed } from '../output.js';
import type { Samples } from './together.js';
import { untilAskedToEnd } from './until-asked-to-end.js';

/**
 * A process per service behind one address, all on this machine: what an installation of several machines looks like. On the embedded server
 * each has its own login; on another one the logins are its administrator's, who starts services with `--services`.
 */
export const startApart = async ({ samples }: Samples): Promise<void> => {
  const config = loadConfig(process.env);
  const logger = createLogger({ level: config.logLevel });
  const asked = untilAskedToEnd();
  const installation = await openInstallation(config, logger);
  const processes: ServiceProcess[] = [];
  try {
    await clearUnfinishedDemo(installation);
    await prepareDatabase(installation.adminUrl, SERVICES_OF_THE_HOUSE, logger);
    await prepareTopics(config, installation.adminUrl, logger);
    const urlOf = installation.embedded
      ? await serviceLogins(installation.adminUrl, SERVICES_OF_THE_HOUSE)
      : () => installation.adminUrl;
    const started = await Promise.allSettled(
      SERVICES_OF_THE_HOUSE.map((service) =>
        startServiceProcess(service, {
          DATABASE_URL: urlOf(service.name),
          LACHAN_DATA_DIR: config.dataDir,
          LACHAN_MODE: installation.mode,
          LACHAN_TRUSTED_PROXY: '127.0.0.1',
        }),
      ),
    );
    for (const outcome of started) if (outcome.status === 'fulfilled') processes.push(outcome.value);
    const failed = started.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason as Error;
    const front = gateway(processes);
    await new Promise<void>((resolve, reject) => {
      front.once('error', reject);
      front.listen(config.port, config.host, resolve);
    });
    const address = front.address();
    const port = typeof address === 'object' && address !== null ? address.port : config.port;
    const url = `http://${config.host}:${String(port)}`;
    writeRunning(config.dataDir, { pid: process.pid, databaseUrl: installation.adminUrl, url });
    await Promise.race([
      asked,
      firstStart({ installation, url, samples, setUpToken: () => setUpToken(config, installation.adminUrl) }),
    ]);
    say(`Lá Chắn · listening on ${url}`);
    const fallen = Promise.race(
      processes.map(async ({ service, ended }) => {
        const code = await ended;
        return `the ${service.name} process ended with code ${String(code)}`;
      }),
    );
    const why = await Promise.race([asked, fallen]);
    front.close();
    front.closeAllConnections();
    if (why !== undefined) throw new CommandFailed(why);
  } finally {
    await Promise.all(processes.map((service) => service.stop()));
    removeRunning(config.dataDir);
    await installation.close();
  }
};

/** Asks the directory for the one-time token without starting it a second time: its rules, none of its routes. */
const setUpToken = async (config: AppConfig, databaseUrl: string): Promise<string | null> => {
  const host = await openHost(config, databaseUrl);
  try {
    return await withDirectory(host, (directory) => directory.setUpToken());
  } finally {
    await host.close();
  }
};
