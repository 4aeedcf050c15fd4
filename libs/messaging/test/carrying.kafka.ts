import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EMPTY } from 'rxjs';
import type { Observable } from 'rxjs';
import { EventSubscriber, OnEvent } from '#libs/messaging';
import type { EventContext } from '#libs/messaging';
import type { RecordedEvent } from '#libs/event-store';
import type { TestDatabase } from '#libs/testing';
import { headerOf, outsider, recordsOf, topicIn, withAdmin } from './kafka-under-test.js';
import { append, appendAll, database, effects, makeTopics, startProcess, until } from './services-under-test.js';

const write = async (event: RecordedEvent, { tx }: EventContext): Promise<void> => {
  const { value } = event.data as { value: string };
  await tx.query('insert into probe.effect (event_id, key, value) values ($1, $2, $3)', [
    event.id,
    event.orderingKey,
    value,
  ]);
};

@EventSubscriber({ name: 'triage.probe' })
class Probe {
  @OnEvent('NoteAdded', 'ReportReceived')
  async note(event: RecordedEvent, ctx: EventContext): Promise<void> {
    await write(event, ctx);
  }

  /** An Observable that completes without a value: the stock transport would hand the event over for ever. */
  @OnEvent('CaseClosed')
  closed(event: RecordedEvent, ctx: EventContext): Promise<Observable<never>> {
    return write(event, ctx).then(() => EMPTY);
  }
}

let db: TestDatabase;
let running: Awaited<ReturnType<typeof startProcess>>;
beforeAll(async () => {
  db = await database();
  running = await startProcess(db, [Probe], [{ service: 'triage' }]);
});
afterAll(async () => {
  await running.stop();
  await db.drop();
});

const notes = (key: string, values: readonly string[]) =>
  appendAll(running.host, values.map((value) => ({ key, type: 'NoteAdded' as const, data: { value } }))); // prettier-ignore

const range = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, n) => String(from + n));

describe('a record', () => {
  it('says in CloudEvents names what it is, continues the trace, and is keyed by the case', async () => {
    const event = await append(running.host, 'case-record', 'NoteAdded', { value: 'x' });
    const seen = (await recordsOf(db, 'case', 1)).find((each) => headerOf(each, 'ce_id') === event.id);
    if (!seen) throw new Error('the record is missing');
    const headers = ['ce_specversion', 'ce_type', 'ce_source', 'ce_subject', 'ce_time', 'traceparent'].map((name) => headerOf(seen, name)); // prettier-ignore
    expect(headers).toEqual([
      '1.0', 'NoteAdded', '/lachan/case', 'case-record', expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      `00-${event.correlationId}-${event.id.replaceAll('-', '').slice(-16)}-01`,
    ]); // prettier-ignore
    expect(seen.message.key?.toString()).toBe('case-record');
  });

  it('holds protected fields as ciphertext; a destroyed key erases this copy too', async () => {
    await append(running.host, 'case-sealed', 'CaseOpened', { secret: 'số điện thoại 0900000000', value: 'v' });
    const seen = await recordsOf(db, 'case', 2);
    const values = seen.map(({ message }) => message.value?.toString() ?? '');
    expect(values.some((value) => value.includes('case-sealed'))).toBe(true);
    expect(values.filter((value) => value.includes('0900000000'))).toEqual([]);
  });

  it('that the relay did not write is left out: a tombstone, JSON in headers, a changed value, a copy in another lane; the real events are handled once', async () => {
    const producer = outsider(db).producer();
    await producer.connect();
    const genuine = (await recordsOf(db, 'case', 1)).find((each) => headerOf(each, 'ce_subject') === 'case-record')?.message; // prettier-ignore
    if (!genuine) throw new Error('the record is missing');
    const headers = { ...genuine.headers };
    const forged = genuine.value?.toString().replace('NoteAdded', 'CaseClosed') ?? '';
    await producer.send({
      topic: topicIn(db, 'case'),
      messages: [0, 1, 2, 3].flatMap((partition) => [
        { partition, key: 'case-forged', value: null },
        { partition, key: 'case-forged', value: '{"event":"NoteAdded"}', headers: { ce_type: '{"a":1}', 'lachan-before': '{}' } },
        { partition, key: 'case-forged', value: forged, headers },
        { partition, key: genuine.key, value: genuine.value, headers },
      ]),
    }); // prettier-ignore
    await producer.disconnect();
    await notes('case-after-forgery', ['{"looks":"like JSON"}', 'b']);
    expect(await until(() => effects(db, 'case-after-forgery'), (seen) => seen.length === 2)).toEqual(['{"looks":"like JSON"}', 'b']); // prettier-ignore
    expect(await effects(db, 'case-forged')).toEqual([]);
    expect((await effects(db, 'case-record')).length).toBe(1);
  });
});

describe('a subscription that Kafka carries', () => {
  it('handles an event whose handler answers with an empty Observable once', async () => {
    await append(running.host, 'case-empty', 'CaseClosed', { value: 'closed' });
    await notes('case-empty', ['after']);
    expect(
      await until(
        () => effects(db, 'case-empty'),
        (seen) => seen.length >= 2,
      ),
    ).toEqual(['closed', 'after']);
  });

  it('has a group of its own name, and commits offsets behind what is handled', async () => {
    const group = `${topicIn(db, 'x').slice(0, -2)}.triage`;
    expect(await withAdmin(db, async (admin) => (await admin.listGroups()).groups.map(({ groupId }) => groupId))).toContain(group); // prettier-ignore
    const open = async () =>
      withAdmin(db, async (admin) => {
        const committed = (await admin.fetchOffsets({ groupId: group, topics: [topicIn(db, 'case')] }))[0];
        const ends = await admin.fetchTopicOffsets(topicIn(db, 'case'));
        return ends.filter(({ partition, high }) => {
          const at = committed?.partitions.find((each) => each.partition === partition)?.offset ?? '-1';
          return Number(high) > 0 && Number(at) < Number(high) - 3;
        }).length;
      });
    expect(await until(open, (partitions) => partitions === 0)).toBe(0);
  });

  it('keeps a case in order although its events come from several topics', async () => {
    const wanted: string[] = [];
    for (let n = 0; n < 60; n += 1) {
      const value = String(n);
      wanted.push(value);
      if (n % 2 === 0) await notes('case-woven', [value]);
      else await report(`report-w${value}`, 'case-woven', value);
    }
    expect(
      await until(
        () => effects(db, 'case-woven'),
        (seen) => seen.length >= 60,
      ),
    ).toEqual(wanted);
  });

  it('hands its lanes over while events come: every effect once, in order', async () => {
    const keys = range(0, 12).map((n) => `case-move${n}`);
    const write = async (from: number, to: number): Promise<void> => {
      for (const value of range(from, to)) await appendAll(running.host, keys.map((key) => ({ key, type: 'NoteAdded' as const, data: { value } }))); // prettier-ignore
    };
    await write(0, 5);
    const second = await startProcess(db, [Probe], [{ service: 'triage' }]);
    const busy = write(5, 30);
    await until(() => second.app.getMicroservices().length, (count) => count > 0); // prettier-ignore
    await busy;
    await second.stop();
    await write(30, 40);
    for (const key of keys) expect(await until(() => effects(db, key), (seen) => seen.length >= 40)).toEqual(range(0, 40)); // prettier-ignore
  });
});

describe('a topic that was deleted', () => {
  it('is filled again from the log with the same records, and no effect is lost or doubled', async () => {
    await notes('case-deleted', range(0, 20));
    await until(() => effects(db, 'case-deleted'), (seen) => seen.length === 20); // prettier-ignore
    const before = new Map((await recordsOf(db, 'case', 20)).map((each) => [headerOf(each, 'ce_id'), each.message.value?.toString()])); // prettier-ignore
    const all = await effects(db);
    await withAdmin(db, (admin) => admin.deleteTopics({ topics: [topicIn(db, 'case')] }));
    await append(running.host, 'case-deleted', 'NoteAdded', { value: 'while it was gone' });
    await until(
      () => makeTopics(db).then(() => true).catch(() => false),
      (made) => made,
    ); // prettier-ignore
    await notes('case-deleted', ['afterwards']);
    const wanted = [...range(0, 20), 'while it was gone', 'afterwards'];
    expect(
      await until(
        () => effects(db, 'case-deleted'),
        (seen) => seen.length >= 22,
      ),
    ).toEqual(wanted);
    expect((await effects(db)).length).toBe(all.length + 2);
    const ids = async () => new Set((await recordsOf(db, 'case', before.size)).map((each) => headerOf(each, 'ce_id')));
    const after = await until(ids, (seen) => [...before.keys()].every((id) => id === undefined || seen.has(id)));
    expect(after.size).toBeGreaterThanOrEqual(before.size);
  });
});

async function report(stream: string, orderingKey: string, value: string): Promise<void> {
  const { host } = running;
  const event = {
    id: host.ids.v7(), type: 'ReportReceived', occurredAt: host.clock.now().toISOString(),
    actor: { kind: 'system' as const, id: 'test' }, correlationId: '0'.repeat(32), causationId: null, data: { value }, orderingKey,
  }; // prettier-ignore
  await host.runtime('intake').store.append({ streams: [{ stream, expectedVersion: 0, events: [event] }] });
}
