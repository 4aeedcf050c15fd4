import type { AppConfig, KafkaAccess } from '#libs/service-kit';

/** How to reach Kafka and what our topics are called there. */
export interface KafkaSettings extends KafkaAccess {
  readonly brokers: readonly string[];
}

/** The Kafka of a configuration; undefined when services hear of events through PostgreSQL. */
export function kafkaSettings(config: AppConfig): KafkaSettings | undefined {
  if (config.kafkaBrokers === undefined) return undefined;
  return { brokers: config.kafkaBrokers, prefix: 'lachan', ...config.kafka };
}

/** One topic per stream category. */
export const topicOf = (prefix: string, category: string): string => `${prefix}.${category}`;

export const categoryOfTopic = (prefix: string, topic: string): string => topic.slice(prefix.length + 1);

/** One consumer group per service: its processes share the lanes. */
export const groupOf = (prefix: string, service: string): string => `${prefix}.${service}`;
