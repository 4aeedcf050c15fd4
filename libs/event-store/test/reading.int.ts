import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OlderProgram, type EventStore, type RecordedEvent } from '../src/index.js';
import { AT, event, fixture, newId, REGISTRY, type Fixture } from './fixture.js';

const collect = async (blocks: AsyncIterable<RecordedEvent[]>) => {
  const all: RecordedEvent[] = [];
  for await (const events of blocks) all.push(...events);
  return all;
};

describe('reading', () => {
  let on: Fixture;
  let triage: EventStore;
  let ledger: EventStore;
  const stream = `case-${newId()}`;
  const nasty = 'tab\t newline\n back\\slash \\N quote" đ 😀 \b\f\r\v';

  beforeAll(async () => {
    on = await fixture();
    triage = on.store('triage');
    ledger = on.store('ledger');
    for (let n = 1; n <= 9; n++) {
      const data = { n, url: `https://example.test/${n.toString()}`, nasty, none: null };
      await triage.append({
        streams: [{ stream, expectedVersion: n - 1, events: [event('Opened', data, { causationId: null })] }],
      });
    }
    await on
      .store('intake')
      .append({ streams: [{ stream: `report-${newId()}`, expectedVersion: 0, events: [event('Reported')] }] });
    await triage.append({ streams: [{ stream: `claim-${newId()}`, expectedVersion: 0, events: [event('Claimed')] }] });
  });
  afterAll(() => on.close());

  const versions = (events: RecordedEvent[]) => events.map(({ version }) => version);

  it('gives a stream forwards, backwards, in parts', async () => {
    expect(versions(await triage.readStream(stream))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(versions(await triage.readStream(stream, { direction: 'backwards', limit: 2 }))).toEqual([9, 8]);
    expect(versions(await triage.readStream(stream, { from: 3, to: 5 }))).toEqual([3, 4, 5]);
    expect(await triage.readStream('case-none')).toEqual([]);
  });

  it('gives what was known at a moment', async () => {
    const all = await triage.readStream(stream);
    const at = all[4]?.recordedAt ?? '';
    expect(await triage.readStream(stream, { at })).toEqual(all.filter(({ recordedAt }) => recordedAt <= at));
    expect(await triage.readStream(stream, { at: '2020-01-01T00:00:00.000Z' })).toEqual([]);
  });

  it('gives what was appended, field for field', async () => {
    const e = event('Opened', { deep: { b: [1, null], a: 'x' } }, { orderingKey: 'case-1', causationId: newId() });
    const other = `case-${newId()}`;
    const { events } = await triage.append({ streams: [{ stream: other, expectedVersion: 0, events: [e] }] });
    const [read] = await triage.readStream(other);
    expect(read).toEqual(events[0]);
    expect(read).toMatchObject({ ...e, occurredAt: AT, stream: other, version: 1, schemaVersion: 1 });
    expect(Math.abs(Date.parse(read?.recordedAt ?? '') - Date.now())).toBeLessThan(60_000);
  });

  it('gives texts that hold what separates columns and rows of an answer as they are', async () => {
    const [column, row] = ['\u001f', '\u001e'];
    const forged =
      ['c', '', '{}'].join(column) +
      row +
      ['9', 'case-x', '2', 'Opened', newId(), 'k', '1', AT, AT, '{}', 'c'].join(column);
    const texts = [`a${column}b`, `a${row}b`, row, `${column}${column}`, forged];
    const streams = texts.map(() => `case-${newId()}`);
    for (const [index, text] of texts.entries()) {
      const e = event(
        'Opened',
        { text },
        { correlationId: text, orderingKey: text, causationId: index === 0 ? text : null },
      );
      await triage.append({ streams: [{ stream: streams[index] ?? '', expectedVersion: 0, events: [e] }] });
    }
    const plain = `case-${newId()}`;
    await triage.append({ streams: [{ stream: plain, expectedVersion: 0, events: [event('Opened')] }] });
    const read = await Promise.all([...streams, plain].map((name) => triage.readStream(name)));
    expect(read.map(({ length }) => length)).toEqual([1, 1, 1, 1, 1, 1]);
    for (const [index, text] of texts.entries()) {
      expect(read[index]?.[0]).toMatchObject({
        correlationId: text,
        orderingKey: text,
        data: { text },
        stream: streams[index],
      });
      expect(read[index]?.[0]?.causationId).toBe(index === 0 ? text : null);
    }
  });

  it('pages through the log in both directions, filtered by type and category', async () => {
    const head = await ledger.head();
    const pages: number[] = [];
    for (let after = 0; after < head;) {
      const page = await ledger.readAll({ after, limit: 4 });
      pages.push(...page.map(({ position }) => position));
      after = pages.at(-1) ?? head;
    }
    expect(pages).toEqual(Array.from({ length: head }, (_, index) => index + 1));
    const back = await ledger.readAll({ after: head + 1, limit: 2, direction: 'backwards' });
    expect(back.map(({ position }) => position)).toEqual([head, head - 1]);
    expect(
      (await ledger.readAll({ after: 0, limit: 99, types: ['Claimed', 'Reported'] })).map(({ type }) => type),
    ).toEqual(['Reported', 'Claimed']);
    expect(await ledger.readAll({ after: 0, limit: 99, categories: ['report'] })).toHaveLength(1);
    expect(await ledger.readAll({ after: 0, upTo: 3, limit: 99 })).toHaveLength(3);
  });

  it('shows each role only the categories that are its to read', async () => {
    const categories = async (store: EventStore) =>
      [...new Set((await store.readAll({ after: 0, limit: 99 })).map((e) => e.stream.split('-')[0]))].sort();
    expect(await categories(ledger)).toEqual(['case', 'claim', 'report']);
    expect(await categories(on.store('dispatch'))).toEqual(['case', 'claim']);
    expect(await categories(on.store('intake'))).toEqual(['report']);
    expect(await categories(on.store('directory'))).toEqual([]);
    expect(await collect(on.store('intake').replay())).toHaveLength(1);
    expect(await on.store('dispatch').readStream(stream)).toHaveLength(9);
    expect(await on.store('intake').readStream(stream)).toEqual([]);
  });

  it('replays by COPY exactly what pages give', async () => {
    const paged = await ledger.readAll({ after: 0, limit: 1_000 });
    expect(await collect(ledger.replay())).toEqual(paged);
    expect((paged[0]?.data as { nasty: string }).nasty).toBe(nasty);
    expect(await collect(ledger.replay({ after: 3, upTo: 7, categories: ['case'] }))).toEqual(paged.slice(3, 7));
  });

  it('gives the connection back when a replay is left in its middle', async () => {
    const apart = await fixture();
    try {
      const [writer, reader] = [apart.store('triage'), apart.store('ledger')];
      const text = 'x'.repeat(8_000);
      const events = Array.from({ length: 300 }, () => event('Opened', { text }));
      await writer.append({ streams: [{ stream: `case-${newId()}`, expectedVersion: 0, events }] });
      // More often than the pool has connections.
      for (let i = 0; i < 15; i++) {
        for await (const [first, ...more] of reader.replay()) {
          expect(first?.position).toBe(1);
          expect(more.length).toBeLessThan(150);
          break;
        }
      }
      expect(await collect(reader.replay())).toHaveLength(300);
    } finally {
      await apart.close();
    }
  });

  it('upcasts old events and refuses those from a newer program', async () => {
    const v3 = {
      ...REGISTRY,
      Opened: {
        ...REGISTRY.Opened,
        schemaVersion: 3,
        upcast: [
          { from: 1, to: 2, up: ({ n, ...data }: Record<string, unknown>) => ({ ...data, number: n }) },
          { from: 2, to: 3, up: (data: Record<string, unknown>) => ({ ...data, kind: 'old' }) },
        ],
      },
    };
    const newer = on.store('triage', { registry: v3 });
    const [read] = await newer.readStream(stream);
    expect(read).toMatchObject({ schemaVersion: 3, data: { number: 1, kind: 'old', url: 'https://example.test/1' } });
    const made = `case-${newId()}`;
    await newer.append({ streams: [{ stream: made, expectedVersion: 0, events: [event('Opened', { number: 7 })] }] });
    expect(await newer.readStream(made)).toMatchObject([{ schemaVersion: 3, data: { number: 7 } }]);
    await expect(triage.readStream(made)).rejects.toBeInstanceOf(OlderProgram);
    await expect(triage.readStream(made)).rejects.toThrow('this program is older than the log');

    const known = await triage.readStream(stream);
    const adding = on.store('triage', {
      registry: { ...REGISTRY, Rated: { category: 'case', schemaVersion: 1, classes: {} } },
    });
    await adding.append({ streams: [{ stream, expectedVersion: known.length, events: [event('Rated')] }] });
    await expect(triage.readStream(stream)).rejects.toThrow(/found Rated at position \d+: this program is older/);
  });
});
