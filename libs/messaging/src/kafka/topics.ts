import type pg from 'pg';
import type { Admin } from 'kafkajs';
import { readRelay } from './relay-state.js';
import { topicOf } from './settings.js';

/** Lanes of an installation: how many processes of one service can share its work. Fixed with the first `lachan topics`. */
export const LANES = 12;

const WEEK = 7 * 24 * 3_600_000;

export interface TopicsWanted {
  readonly partitions?: number;
  readonly replication?: number;
  /** How long records are kept (ms). Consumers that were away longer read the log instead. */
  readonly retention?: number;
}

export interface TopicFound {
  readonly topic: string;
  readonly partitions: number;
  readonly made: boolean;
}

export class TopicsDiffer extends Error {
  override readonly name = 'TopicsDiffer';
}

/** The stream categories there are, each with a topic of its own. */
export async function categories(db: pg.Pool): Promise<string[]> {
  const { rows } = await db.query<{ category: string }>(
    'select distinct category from es.category_writer order by category',
  );
  return rows.map(({ category }) => category);
}

/**
 * Makes the topics that are missing, and the row by which the relay knows how many lanes there are. A step of a deployment, after the
 * migrations; safe to repeat, and what mends a deleted topic: the relay fills it again from the log.
 * @param adminPool connections that may act as `lachan_owner`.
 * @throws {TopicsDiffer} when there are other numbers of partitions than wanted: an ordering key would change its lane.
 */
export async function ensureTopics(
  admin: Admin,
  adminPool: pg.Pool,
  prefix: string,
  wanted: TopicsWanted,
): Promise<TopicFound[]> {
  const lanes = (await readRelay(adminPool))?.lanes.length;
  const partitions = wanted.partitions ?? lanes ?? LANES;
  if (lanes !== undefined && lanes !== partitions)
    throw new TopicsDiffer(
      `wanted ${String(partitions)} partitions, this installation has ${String(lanes)} lanes: their number cannot be changed, an ordering key would change its lane`,
    );
  const names = (await categories(adminPool)).map((category) => topicOf(prefix, category));
  const there = new Set(await admin.listTopics());
  const missing = names.filter((name) => !there.has(name));
  const brokers = (await admin.describeCluster()).brokers.length;
  const replication = wanted.replication ?? Math.min(3, brokers);
  if (missing.length > 0) {
    await admin.createTopics({
      waitForLeaders: true,
      topics: missing.map((topic) => ({
        topic,
        numPartitions: partitions,
        replicationFactor: replication,
        configEntries: [
          { name: 'cleanup.policy', value: 'delete' },
          { name: 'retention.ms', value: String(wanted.retention ?? WEEK) },
          { name: 'min.insync.replicas', value: String(replication >= 3 ? 2 : 1) },
          // An out-of-sync replica that becomes leader would drop acknowledged records: the relay would have to fill them again.
          { name: 'unclean.leader.election.enable', value: 'false' },
        ],
      })),
    });
  }
  const { topics } = await admin.fetchTopicMetadata({ topics: names });
  const other = topics.find((topic) => topic.partitions.length !== partitions);
  if (other)
    throw new TopicsDiffer(
      `wanted ${String(partitions)} partitions in every topic, ${other.name} has ${String(other.partitions.length)}`,
    );
  await adminPool.query('insert into messaging.relay (lanes) values ($1) on conflict do nothing', [
    Array.from({ length: partitions }, () => 0),
  ]);
  return names.map((topic) => ({ topic, partitions, made: missing.includes(topic) }));
}
