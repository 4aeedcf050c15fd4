import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBroker } from '../../../infra/kafka/broker.mjs';
import setupDatabase from './global-setup.mjs';

/** The database of every suite, and Kafka: the one that KAFKA_BROKERS names, or a broker of this run's own. */
export default async function setup() {
  await setupDatabase();
  const given = process.env.KAFKA_BROKERS;
  if (given) {
    process.env.LACHAN_TEST_KAFKA = given;
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'lachan-test-kafka-'));
  const broker = await startBroker({ folder });
  process.env.LACHAN_TEST_KAFKA = broker.brokers;
  globalThis.lachanTestBroker = {
    stop: () => broker.kill().then(() => rmSync(folder, { recursive: true, force: true })),
  };
}
