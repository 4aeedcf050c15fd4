// What the broker's own producer test reaches (kafka-producer-perf-test, Java) with the relay's records as payload, all in-sync replicas
// acknowledging: no database, no order, no codes.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Kafka, logLevel } from 'kafkajs';

const folder = fileURLToPath(new URL('.', import.meta.url));

export const setup = async ({ params }) => {
  if (!existsSync(`${folder}target/dependency`)) {
    const goal = ['-q', '-B', 'dependency:copy-dependencies', '-DincludeScope=runtime'];
    const { status, stderr } = spawnSync('mvn', goal, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`the producer test could not be fetched: ${stderr}`);
  }
  const admin = new Kafka({ brokers: [params.brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const topic = { topic: 'perf', numPartitions: params.partitions, replicationFactor: 1 };
  await admin.createTopics({ waitForLeaders: true, topics: [topic] });
  await admin.disconnect();
};

export const round = ({ params }) => {
  const { status, stdout, stderr } = spawnSync(
    'java',
    [
      ...['-cp', `${folder}target/dependency/*`, 'org.apache.kafka.tools.ProducerPerformance'],
      ...['--topic', 'perf', '--num-records', String(params.events), '--throughput', '-1'],
      ...['--payload-file', params.payload],
      ...['--producer-props', `bootstrap.servers=${params.brokers}`, 'acks=all'],
    ],
    { encoding: 'utf8' },
  );
  const rate = /records sent, ([\d.]+) records\/sec/g;
  const last = [...stdout.matchAll(rate)].at(-1);
  if (status !== 0 || !last) throw new Error(`the producer test failed: ${stderr.slice(-500)}`);
  return { value: Number(last[1]) };
};
