import type { Admin } from 'kafkajs';
import type pg from 'pg';
import type { Logger } from '#libs/service-kit';
import { kafkaClient } from './client.js';
import { readRelay } from './relay-state.js';
import type { KafkaSettings } from './settings.js';
import { topicOf } from './settings.js';
import { categories, ensureTopics } from './topics.js';
import type { TopicFound, TopicsWanted } from './topics.js';

/** The brokers did not answer, or refused: in words without addresses or passwords. */
export class BrokerUnavailable extends Error {
  override readonly name = 'BrokerUnavailable';
}

/** Makes the topics of an installation, as `lachan topics` does. See `ensureTopics`. */
export function makeTopics(
  settings: KafkaSettings,
  adminPool: pg.Pool,
  logger: Logger,
  wanted: TopicsWanted = {},
): Promise<TopicFound[]> {
  return withAdmin(settings, logger, (admin) => ensureTopics(admin, adminPool, settings.prefix, wanted));
}

/** What Kafka looks like from here. */
export interface KafkaStanding {
  readonly brokers: number;
  readonly missing: readonly string[];
  /** Topics with a partition that has fewer in-sync replicas than replicas, or no leader. */
  readonly weak: readonly string[];
  /** Events of the log that were not carried yet; null before there are topics. */
  readonly behind: number | null;
}

export function kafkaStanding(settings: KafkaSettings, adminPool: pg.Pool, logger: Logger): Promise<KafkaStanding> {
  return withAdmin(settings, logger, async (admin) => {
    const brokers = (await admin.describeCluster()).brokers.length;
    const there = new Set(await admin.listTopics());
    const wanted = (await categories(adminPool)).map((category) => topicOf(settings.prefix, category));
    const known = wanted.filter((topic) => there.has(topic));
    const { topics } = known.length > 0 ? await admin.fetchTopicMetadata({ topics: known }) : { topics: [] };
    const weak = topics.filter(({ partitions }) =>
      partitions.some(({ isr, replicas, leader }) => leader < 0 || isr.length < replicas.length),
    );
    const relay = await readRelay(adminPool);
    const head = await adminPool.query<{ position: string }>('select position from es.head');
    return {
      brokers,
      missing: wanted.filter((topic) => !there.has(topic)),
      weak: weak.map(({ name }) => name),
      behind: relay ? Math.max(0, Number(head.rows[0]?.position ?? 0) - relay.position) : null,
    };
  });
}

async function withAdmin<T>(settings: KafkaSettings, logger: Logger, use: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafkaClient(settings, 'lachan-admin', logger).admin({ retry: { retries: 3 } });
  try {
    await admin.connect();
  } catch (error) {
    await admin.disconnect().catch(() => undefined);
    const refused = error instanceof Error && /SASL|authentication/i.test(error.message);
    throw new BrokerUnavailable(
      refused ? 'the brokers refuse our name or password (KAFKA_SASL_…)' : 'no broker of KAFKA_BROKERS answers',
      { cause: error },
    );
  }
  try {
    return await use(admin);
  } finally {
    await admin.disconnect();
  }
}
