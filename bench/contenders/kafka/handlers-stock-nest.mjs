// The stock Kafka transport of @nestjs/microservices with the same handler: a row per event, by a pool. No order across topics, no inbox,
// nothing parked, no encryption. Records are keyed by their case and lie in the topic before the consumer starts.
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern, Payload, Transport } from '@nestjs/microservices';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { newCases, noteText } from '../pipeline/cases.mjs';
import { TABLE, spanOf } from './span.mjs';

const TOPIC = 'stock-notes';
let pool;
let kafka;

class Notes {
  handle(event) {
    return pool.query({
      name: 'row',
      text: 'insert into probe.note (event_id, case_id, text) values ($1, $2, $3) on conflict do nothing',
      values: [event.id, event.caseId, event.text],
    });
  }
}
const handler = Object.getOwnPropertyDescriptor(Notes.prototype, 'handle');
Reflect.defineMetadata('design:paramtypes', [Object], Notes.prototype, 'handle');
EventPattern(TOPIC)(Notes.prototype, 'handle', handler);
Payload()(Notes.prototype, 'handle', 0);
Controller()(Notes);
class Root {}
Module({ controllers: [Notes] })(Root);

export const setup = async ({ databaseUrl, params }) => {
  pool = new pg.Pool({ connectionString: databaseUrl, max: 7 });
  await pool.query('create schema probe');
  await pool.query(TABLE);
  kafka = new Kafka({ brokers: [params.brokers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({
    waitForLeaders: true,
    topics: [{ topic: TOPIC, numPartitions: 4, replicationFactor: 1 }],
  });
  await admin.disconnect();
};

const produce = async ({ events, cases }) => {
  const producer = kafka.producer();
  await producer.connect();
  const ids = newCases(cases);
  for (let from = 0; from < events; from += 1_000) {
    const messages = Array.from({ length: Math.min(1_000, events - from) }, (_, index) => {
      const caseId = ids[(from + index) % cases];
      return { key: caseId, value: JSON.stringify({ id: randomUUID(), caseId, text: noteText(from + index) }) };
    });
    await producer.send({ topic: TOPIC, messages });
  }
  await producer.disconnect();
};

export const round = async ({ params }) => {
  await pool.query('truncate probe.note');
  await produce(params);
  const app = await NestFactory.createMicroservice(Root, {
    transport: Transport.KAFKA,
    logger: false,
    options: {
      client: { brokers: [params.brokers], logLevel: logLevel.NOTHING },
      consumer: { groupId: 'stock' },
      subscribe: { fromBeginning: true },
    },
  });
  await app.listen();
  const seconds = await spanOf(pool, params.events);
  await app.close();
  return { value: params.events / seconds };
};

export const teardown = () => pool.end();
