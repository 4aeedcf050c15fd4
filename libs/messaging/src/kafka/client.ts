import { Kafka, logLevel } from 'kafkajs';
import type { logCreator } from 'kafkajs';
import type { Logger } from '#libs/service-kit';
import type { KafkaSettings } from './settings.js';

/** A client of the installation's Kafka. Its own log goes to ours, one level lower: a broker that restarts is no error of ours. */
export function kafkaClient(settings: KafkaSettings, clientId: string, logger: Logger): Kafka {
  const { tls, sasl } = settings;
  const toPino: logCreator =
    () =>
    ({ level, log: { message, error, topic, groupId } }) => {
      const fields = {
        kafka: { message, error: error as unknown, topic: topic as unknown, groupId: groupId as unknown },
      };
      if (level <= logLevel.WARN) logger.info(fields, 'kafka');
      else logger.debug(fields, 'kafka');
    };
  return new Kafka({
    clientId,
    brokers: [...settings.brokers],
    logLevel: logLevel.INFO,
    logCreator: toPino,
    connectionTimeout: 3_000,
    requestTimeout: 20_000,
    retry: { initialRetryTime: 100, retries: 5, maxRetryTime: 2_000 },
    ...(tls ? { ssl: { rejectUnauthorized: true, ...tls } } : {}),
    ...(sasl ? { sasl: saslOf(sasl) } : {}),
  });
}

function saslOf({ mechanism, username, password }: NonNullable<KafkaSettings['sasl']>) {
  switch (mechanism) {
    case 'plain':
      return { mechanism, username, password } as const;
    case 'scram-sha-256':
      return { mechanism, username, password } as const;
    case 'scram-sha-512':
      return { mechanism, username, password } as const;
  }
}
