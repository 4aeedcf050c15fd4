// The suites that need a real broker. Uses the brokers that KAFKA_BROKERS names; otherwise starts one with Java and Maven
// (infra/kafka). Where those are missing they are installed on a machine of CI; elsewhere the suites are skipped, and it says so.
import { spawnSync } from 'node:child_process';
import { fetchBroker, missing } from '../infra/kafka/broker.mjs';

const inCi = process.env.CI === 'true';

const install = () => {
  const apt = (...args) =>
    spawnSync('apt-get', args, { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  apt('update', '-qq');
  apt('install', '-y', '-qq', 'openjdk-17-jre-headless', 'maven');
};

if (!process.env.KAFKA_BROKERS) {
  if (missing() && inCi && process.getuid?.() === 0) install();
  const lacking = missing();
  if (lacking) {
    console.log(`Kafka suites skipped: ${lacking}${inCi ? '; CI needs it' : ''}`);
    console.log(`0 passed, ${inCi ? 1 : 0} failed`);
    process.exit(inCi ? 1 : 0);
  }
  try {
    fetchBroker();
  } catch (error) {
    console.log(`Kafka could not be fetched from Maven Central: ${error.message}`);
    console.log('0 passed, 1 failed');
    process.exit(1);
  }
}
const { status } = spawnSync(
  process.execPath,
  [
    new URL('test.mjs', import.meta.url).pathname,
    'kafka',
    '--',
    '--maxWorkers=1',
    '--testTimeout=120000',
    ...process.argv.slice(2),
  ],
  {
    stdio: 'inherit',
  },
);
process.exit(status ?? 1);
