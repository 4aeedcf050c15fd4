import { describe, expect, it } from '@jest/globals';
import type { AppendAnswer } from './append-batch.js';
import type { BinaryArray } from './binary-arrays.js';
import { Batcher } from './batcher.js';
import { InvalidEvent, StoreUnavailable } from './errors.js';
import type { PreparedAppend } from './prepare.js';

/** A request that touches these streams; its event's type is the stream's name. */
function request(...streams: string[]): PreparedAppend {
  const prepared = (stream: string) => ({
    event: {
      id: '01890a5d-ac96-774b-bcce-b302099a8057',
      type: stream,
      occurredAt: '2026-01-31T08:15:30.123Z',
      actor: { kind: 'system' as const, id: 'x' },
      correlationId: 'c',
      causationId: null,
      data: {},
    },
    schemaVersion: 1,
    orderingKey: stream,
    actor: '{}',
    data: '{}',
    leafText: () => '',
  });
  return {
    streams: streams.map((stream) => ({ stream, expected: 0, events: [prepared(stream), prepared(stream)] })),
    assertions: [],
    take: [],
    release: [],
    move: [],
    keys: [],
    footprint: streams.map((stream) => `stream ${stream}`),
    size: 100,
  };
}

/** A database that answers when it is told to; it notes which streams each statement carried. */
function database(answer: (streams: string[], call: number) => Partial<AppendAnswer> | Error) {
  const calls: string[][] = [];
  let head = 0;
  return {
    calls,
    query: async (config: { values?: unknown[] }) => {
      const streams = textsOf((config.values?.[1] as BinaryArray<string>).toPostgres());
      calls.push(streams);
      await new Promise(setImmediate);
      const said = answer(streams, calls.length);
      if (said instanceof Error) throw said;
      const first_position = (head + 1).toString();
      head += streams.length * 2;
      return [{ first_position, refused: [], code: [], subject: [], wanted: [], actual: [], ...said }] as never;
    },
  };
}

/** Reads a binary text[]. */
function textsOf(buffer: Buffer): string[] {
  const texts: string[] = [];
  for (let offset = 20; offset < buffer.length;) {
    const size = buffer.readInt32BE(offset);
    texts.push(buffer.toString('utf8', offset + 4, offset + 4 + size));
    offset += 4 + size;
  }
  return texts;
}

function batcher(...connections: ReturnType<typeof database>[]) {
  const committed: number[] = [];
  const hooks = { versionOf: () => 0, committed: (position: number) => committed.push(position) };
  return { committed, batcher: new Batcher(connections, hooks) };
}

describe('the batcher', () => {
  it("gathers requests while one batch is on its way, and numbers each one's events", async () => {
    const on = database(() => ({}));
    const { batcher: group, committed } = batcher(on);
    const first = group.submit(request('a-1'));
    await Promise.resolve();
    await Promise.resolve();
    const later = ['b-1', 'c-1', 'd-1'].map((stream) => group.submit(request(stream)));
    expect(await first).toMatchObject({ firstPosition: 1 });
    expect(await Promise.all(later)).toMatchObject([{ firstPosition: 3 }, { firstPosition: 5 }, { firstPosition: 7 }]);
    expect(on.calls).toEqual([['a-1'], ['b-1', 'c-1', 'd-1']]);
    expect(committed).toEqual([2, 8]);
  });

  it('sends requests that touch the same thing one after the other, in the order they came', async () => {
    const on = database(() => ({}));
    const { batcher: group } = batcher(on);
    await Promise.all(
      [request('a-1', 'b-1'), request('b-1'), request('c-1'), request('b-1', 'c-1'), request('d-1')].map((r) =>
        group.submit(r),
      ),
    );
    expect(on.calls).toEqual([['a-1', 'b-1', 'c-1', 'd-1'], ['b-1'], ['b-1', 'c-1']]);
  });

  it('sends two halves side by side once there is enough for both', async () => {
    const [one, other] = [database(() => ({})), database(() => ({}))];
    const { batcher: group } = batcher(one, other);
    const streams = Array.from({ length: 20 }, (_, n) => `a-${n.toString()}`);
    await Promise.all(streams.map((stream) => group.submit(request(stream))));
    expect([...one.calls, ...other.calls].map(({ length }) => length)).toEqual([10, 10]);
    expect([...one.calls, ...other.calls].flat().sort()).toEqual([...streams].sort());
    await group.drained();
  });

  it('goes on in two halves when those who were answered append again at once', async () => {
    const [one, other] = [database(() => ({})), database(() => ({}))];
    const { batcher: group } = batcher(one, other);
    const writer = async (_: unknown, n: number): Promise<void> => {
      for (let round = 0; round < 6; round += 1) await group.submit(request(`a-${(n + 32 * round).toString()}`));
    };
    const first = group.submit(request('first-1'));
    await Promise.resolve();
    await Promise.resolve();
    // All of them go onto the other connection, together; from then on it could be all of them on one or the other for ever.
    await Promise.all([first, ...Array.from({ length: 32 }, writer)]);
    const sizes = [...one.calls, ...other.calls].map(({ length }) => length).sort((a, b) => a - b);
    expect(sizes).toEqual([1, ...Array.from({ length: 10 }, () => 16), 32]);
    await group.drained();
  });

  it('keeps what is on its way on one connection from being touched on the other', async () => {
    const busy = new Set<string>();
    const connection = () => {
      const on = database(() => ({}));
      return {
        ...on,
        query: async (config: { values?: unknown[] }) => {
          const streams = textsOf((config.values?.[1] as BinaryArray<string>).toPostgres());
          for (const stream of streams) expect(busy.has(stream)).toBe(false);
          for (const stream of streams) busy.add(stream);
          const answer = await on.query(config);
          for (const stream of streams) busy.delete(stream);
          return answer;
        },
      };
    };
    const { batcher: group } = batcher(connection(), connection());
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        group.submit(request(`a-${(n % 7).toString()}`, `b-${(n % 12).toString()}`)).then(() => order.push(n)),
      ),
    );
    expect(order).toHaveLength(200);
    for (const n of order.keys()) {
      const before = order.slice(0, order.indexOf(n));
      expect(before.filter((other) => other > n && (other - n) % 7 === 0)).toEqual([]);
    }
  });

  it('gives every request its own answer: one is refused, its neighbours get dense positions', async () => {
    const on = database((streams) =>
      streams.includes('b-1')
        ? { refused: [1], code: ['version'], subject: ['b-1'], wanted: ['0'], actual: ['4'] }
        : {},
    );
    const { batcher: group, committed } = batcher(on);
    const answers = await Promise.all(['a-1', 'b-1', 'c-1'].map((stream) => group.submit(request(stream))));
    expect(answers).toMatchObject([
      { firstPosition: 1 },
      { refused: { code: 'version', subject: 'b-1', wanted: '0', actual: '4' } },
      { firstPosition: 3 },
    ]);
    expect(committed).toEqual([4]);
  });

  it('sends each request alone when one spoils the batch', async () => {
    const spoilt = Object.assign(new Error('bad'), { code: '22P05' });
    const on = database((streams) => (streams.includes('b-1') ? spoilt : {}));
    const { batcher: group } = batcher(on);
    const answers = await Promise.allSettled(['a-1', 'b-1', 'c-1'].map((stream) => group.submit(request(stream))));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((answers[1] as PromiseRejectedResult).reason).toBeInstanceOf(InvalidEvent);
  });

  it('tries again what is known to pass and what may have passed', async () => {
    for (const code of ['40P01', '55P03', 'ECONNRESET', '57P01', undefined]) {
      const on = database((_, call) => (call === 1 ? Object.assign(new Error('lost'), { code }) : {}));
      expect(await batcher(on).batcher.submit(request('a-1'))).toMatchObject({ firstPosition: 1 });
    }
  });

  it('refuses all who wait when the database cannot take anything', async () => {
    const full = Object.assign(new Error('disk full'), { code: '53100' });
    const on = database(() => full);
    const { batcher: group } = batcher(on);
    const answers = await Promise.allSettled(['a-1', 'a-1', 'a-1'].map((stream) => group.submit(request(stream))));
    expect(answers.map((answer) => (answer as PromiseRejectedResult).reason as unknown)).toEqual(
      Array.from({ length: 3 }, () => expect.any(StoreUnavailable)),
    );
    expect(on.calls).toHaveLength(1);
    await group.drained();
  });
});
