import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BrokerUnavailable, TopicsDiffer, kafkaSettings, kafkaStanding, makeTopics } from '#libs/messaging';
import type { KafkaSettings } from '#libs/messaging';
import { createLogger, loadConfig } from '#libs/service-kit';
import type { TestDatabase } from '#libs/testing';
import { startBroker } from '../../../infra/kafka/broker.mjs';
import type { Broker } from '../../../infra/kafka/broker.mjs';
import { database } from './services-under-test.js';

const USER = 'lachan';
const PASSWORD = 'đủ dài và đủ khó';
/** Of a user whom the broker knows by a salted proof only: handed over on a command line, which may not know our letters. */
const SCRAM = { user: 'lachan-scram', password: 'dai-va-kho-doan' };
const SCRAM_MODULE = 'org.apache.kafka.common.security.scram.ScramLoginModule';
const logger = createLogger({ level: 'silent' });

let db: TestDatabase;
let folder: string;
let broker: Broker;

/** A self-signed certificate for this machine: the broker's own, and the authority its clients are told to believe. */
function certificate(): { cert: string; key: string } {
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert, ...subject], { stdio: 'ignore' }); // prettier-ignore
  return { cert, key };
}

beforeAll(async () => {
  db = await database();
  folder = mkdtempSync(join(tmpdir(), 'lachan-test-kafka-'));
  const { cert, key } = certificate();
  const store = join(folder, 'broker.pem');
  writeFileSync(store, readFileSync(key, 'utf8') + readFileSync(cert, 'utf8'));
  const jaas = `org.apache.kafka.common.security.plain.PlainLoginModule required username="${USER}" password="${ascii(PASSWORD)}" user_${USER}="${ascii(PASSWORD)}";`;
  broker = await startBroker({
    folder: join(folder, 'data'),
    security: {
      protocol: 'SASL_SSL',
      properties: {
        'ssl.keystore.type': 'PEM',
        'ssl.keystore.location': store,
        'ssl.truststore.type': 'PEM',
        'ssl.truststore.location': cert,
        'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-512,SCRAM-SHA-256',
        'sasl.mechanism.inter.broker.protocol': 'PLAIN',
        'listener.name.clients.plain.sasl.jaas.config': jaas,
        'listener.name.clients.scram-sha-512.sasl.jaas.config': `${SCRAM_MODULE} required;`,
        'listener.name.clients.scram-sha-256.sasl.jaas.config': `${SCRAM_MODULE} required;`,
      },
      scram: ['SCRAM-SHA-512', 'SCRAM-SHA-256'].map(
        (mechanism) => `${mechanism}=[name=${SCRAM.user},password=${SCRAM.password}]`,
      ),
    },
  });
});
afterAll(async () => {
  await broker.kill();
  rmSync(folder, { recursive: true, force: true });
  await db.drop();
});

/** Java reads properties as Latin-1 with escapes. */
const ascii = (text: string): string =>
  text.replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

function settings(more: Record<string, string> = {}): KafkaSettings {
  const found = kafkaSettings(
    loadConfig({
      KAFKA_BROKERS: broker.brokers,
      KAFKA_TLS: 'true',
      KAFKA_TLS_CA: join(folder, 'cert.pem'),
      KAFKA_SASL_MECHANISM: 'plain',
      KAFKA_SASL_USERNAME: USER,
      KAFKA_SASL_PASSWORD: PASSWORD,
      ...more,
    }),
  );
  if (!found) throw new Error('no Kafka is configured');
  return found;
}

describe('a broker that wants TLS and a password', () => {
  it('is used with what the environment says; topics are made once, and counted among what doctor looks at', async () => {
    const wanted = { partitions: 4, replication: 1 };
    const made = await makeTopics(settings(), db.pool, logger, wanted);
    expect(made.length).toBeGreaterThan(5);
    expect(made.every((topic) => topic.made && topic.partitions === 4)).toBe(true);
    const again = await makeTopics(settings(), db.pool, logger);
    expect(again.map(({ made: anew }) => anew)).toEqual(made.map(() => false));
    const standing = await kafkaStanding(settings(), db.pool, logger);
    expect(standing).toMatchObject({ brokers: 1, missing: [], weak: [] });
  });

  it.each(['scram-sha-512', 'scram-sha-256'])(
    'is used with %s, which shows the password to nobody',
    async (mechanism) => {
      const scram = {
        KAFKA_SASL_MECHANISM: mechanism,
        KAFKA_SASL_USERNAME: SCRAM.user,
        KAFKA_SASL_PASSWORD: SCRAM.password,
      };
      await makeTopics(settings(scram), db.pool, logger, { partitions: 4, replication: 1 });
      expect(await kafkaStanding(settings(scram), db.pool, logger)).toMatchObject({
        brokers: 1,
        missing: [],
        weak: [],
      });
      const wrong = kafkaStanding(settings({ ...scram, KAFKA_SASL_PASSWORD: 'wrong' }), db.pool, logger);
      await expect(wrong).rejects.toThrow('the brokers refuse our name or password');
    },
  );

  it('keeps the number of lanes it began with', async () => {
    await expect(makeTopics(settings(), db.pool, logger, { partitions: 5 })).rejects.toThrow(TopicsDiffer);
  });

  it('tells a wrong password in words, and is not believed with another certificate', async () => {
    const wrong = kafkaStanding(settings({ KAFKA_SASL_PASSWORD: 'wrong' }), db.pool, logger);
    await expect(wrong).rejects.toThrow('the brokers refuse our name or password');
    const { tls: _tls, ...rest } = settings();
    await expect(kafkaStanding({ ...rest, tls: {} }, db.pool, logger)).rejects.toThrow(BrokerUnavailable);
  });
});
