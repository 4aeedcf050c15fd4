import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import pg from 'pg';
import { report } from '#libs/cli';
import { LANES, kafkaSettings, makeTopics } from '#libs/messaging';
import { ConfigError, loadConfig } from '#libs/service-kit';
import { visitInstallation } from '../../installation/installation.js';
import { commandLogger } from '../context.js';

interface TopicsOptions {
  readonly partitions?: number;
  readonly replication?: number;
  readonly retentionHours?: number;
  readonly json?: boolean;
}

const HOUR = 3_600_000;

const whole = (text: string): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 10_000)
    throw new InvalidArgumentError('a whole number from 1 is needed');
  return number;
};

/** `lachan topics`: a step of a deployment with Kafka, after `migrate` and before the services start. */
export const addTopics = (lachan: Command): void => {
  lachan
    .command('topics')
    .description('make the Kafka topics that are missing (safe to repeat; a deleted topic is then filled again)')
    .option(
      '--partitions <n>',
      `partitions of each topic: as many processes of a service can share its work (default ${String(LANES)}; fixed once made)`,
      whole,
    )
    .option('--replication <n>', 'copies of each partition (default: 3, fewer with fewer brokers)', whole)
    .option(
      '--retention-hours <n>',
      'how long records are kept (default 168); what was missed is read from the log',
      whole,
    )
    .option('--json', 'answer in JSON')
    .action(async (options: TopicsOptions) => {
      const config = loadConfig(process.env);
      const settings = kafkaSettings(config);
      if (!settings) throw new ConfigError(['KAFKA_BROKERS: names the brokers to make topics at']);
      const logger = commandLogger(config);
      const installation = await visitInstallation(config, logger);
      const pool = new pg.Pool({ connectionString: installation.adminUrl, max: 1 });
      try {
        const { partitions, replication, retentionHours } = options;
        const topics = await makeTopics(settings, pool, logger, {
          ...(partitions === undefined ? {} : { partitions }),
          ...(replication === undefined ? {} : { replication }),
          ...(retentionHours === undefined ? {} : { retention: retentionHours * HOUR }),
        });
        const made = topics.filter((topic) => topic.made);
        report(options.json === true, { topics }, () => [
          ...made.map(({ topic, partitions: parts }) => `made ${topic} with ${String(parts)} partitions`),
          made.length === 0
            ? `All ${String(topics.length)} topics are there.`
            : `${String(made.length)} topics made, ${String(topics.length - made.length)} were there.`,
        ]);
      } finally {
        await pool.end();
        await installation.close();
      }
    });
};
