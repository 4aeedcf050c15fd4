import { say } from '#libs/cli';
import { demandSchema, openHost, runServices, watchSchema } from '#libs/process';
import { AppConfig, ConfigError, createLogger, loadConfig } from '#libs/service-kit';
import { serveApiDescription } from '../../compose/api-description.js';
import { chosenServices } from '../../compose/services.js';
import { storedMode } from '../../installation/mode.js';
import { untilAskedToEnd } from './until-asked-to-end.js';

/** Some services of an installation in this process; database, migrations and keys are there already. */
export const startSome = async (names: readonly string[]): Promise<void> => {
  const services = chosenServices(names);
  const config = loadConfig(process.env);
  if (config.databaseUrl === undefined) throw new ConfigError(['DATABASE_URL: is needed with --services']);
  const logger = createLogger({ level: config.logLevel });
  const asked = untilAskedToEnd();
  await demandSchema(config.databaseUrl, services, logger);
  const mode = config.mode ?? storedMode(config.dataDir) ?? 'production';
  const host = await openHost(new AppConfig(Object.assign({}, config, { mode })), config.databaseUrl);
  watchSchema(host, services);
  const running = await runServices(host, services, {
    listen: { host: config.host, port: config.port },
    configure: serveApiDescription,
  });
  say(`Lá Chắn · ${services.map((service) => service.name).join(', ')} · listening on ${running.url}`);
  await asked;
  await running.close();
  logger.info({ services: services.map((service) => service.name) }, 'ended');
};
