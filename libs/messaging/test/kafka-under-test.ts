import { Kafka, logLevel } from 'kafkajs';
import type { Admin, KafkaMessage } from 'kafkajs';
import type { TestDatabase } from '#libs/testing';
import { configOf, until } from './services-under-test.js';

/** The suite's broker as an outsider sees it. */
export const outsider = (db: TestDatabase): Kafka =>
  new Kafka({ brokers: [...(configOf(db).kafkaBrokers ?? [])], clientId: 'outsider', logLevel: logLevel.NOTHING });

export const topicIn = (db: TestDatabase, category: string): string =>
  `${configOf(db).kafka?.prefix ?? ''}.${category}`;

export async function withAdmin<T>(db: TestDatabase, use: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = outsider(db).admin();
  await admin.connect();
  try {
    return await use(admin);
  } finally {
    await admin.disconnect();
  }
}

export interface Seen {
  readonly partition: number;
  readonly message: KafkaMessage;
}

/** Every record of a topic, once as many are there as it says it has. */
export async function recordsOf(db: TestDatabase, category: string, least: number): Promise<Seen[]> {
  const topic = topicIn(db, category);
  // Right after a topic was made its partitions may have no leader yet.
  const total = async () =>
    withAdmin(db, async (admin) =>
      (await admin.fetchTopicOffsets(topic)).reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0),
    ).catch(() => -1);
  const wanted = await until(total, (records) => records >= least);
  const consumer = outsider(db).consumer({ groupId: `${topic}.reader.${String(performance.now())}` });
  const seen: Seen[] = [];
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: ({ partition, message }) => {
      seen.push({ partition, message });
      return Promise.resolve();
    },
  });
  await until(() => seen.length, (length) => length >= wanted); // prettier-ignore
  await consumer.disconnect();
  return seen;
}

export const headerOf = ({ message }: Seen, name: string): string | undefined => message.headers?.[name]?.toString();
