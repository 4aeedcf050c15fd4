// Kafka for a script: the brokers that KAFKA_BROKERS names, otherwise one of infra/kafka in a folder of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missing, startBroker } from '../../infra/kafka/broker.mjs';

/** The environment that makes an instance use it, under topics of its own; `stop` ends what was started here. */
export const broker = async () => {
  const prefix = `lachan-${process.pid}-${Date.now().toString(36)}`;
  const given = process.env.KAFKA_BROKERS;
  if (given) return { env: { KAFKA_BROKERS: given, KAFKA_TOPIC_PREFIX: prefix }, stop: async () => undefined };
  const lacking = missing();
  if (lacking) throw new Error(lacking);
  const folder = mkdtempSync(join(tmpdir(), 'lachan-kafka-'));
  const started = await startBroker({ folder });
  return {
    ...started,
    env: { KAFKA_BROKERS: started.brokers, KAFKA_TOPIC_PREFIX: prefix },
    stop: async () => {
      await started.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
