import { describe, expect, it } from '@jest/globals';
import { StreamReads } from './stream-reads.js';
import type { RecordedEvent } from './types.js';

const eventOf = (stream: string, version: number) => ({ stream, version }) as RecordedEvent;

/** A log in which every stream has two events; it notes which streams each query asked for. */
function log(fails: (streams: readonly string[]) => boolean = () => false) {
  const calls: (readonly string[])[] = [];
  const reads = new StreamReads(async (streams) => {
    calls.push(streams);
    await new Promise(setImmediate);
    if (fails(streams)) throw new Error(`damaged: ${streams.join(' ')}`);
    return streams.flatMap((stream) => [eventOf(stream, 1), eventOf(stream, 2)]);
  });
  return { calls, reads };
}

describe('reads of whole streams', () => {
  it('asked for at once share few queries, and each caller gets its own stream in order', async () => {
    const { calls, reads } = log();
    const streams = Array.from({ length: 60 }, (_, n) => `case-${n.toString()}`);
    const answers = await Promise.all(streams.map((stream) => reads.load(stream)));
    expect(answers).toEqual(streams.map((stream) => [eventOf(stream, 1), eventOf(stream, 2)]));
    expect(calls).toHaveLength(3);
  });

  it('are never answered by a query that was sent before they asked', async () => {
    const { calls, reads } = log();
    const first = reads.load('case-a');
    await Promise.resolve();
    expect(calls).toEqual([['case-a']]);
    const second = reads.load('case-a');
    await Promise.all([first, second]);
    expect(calls).toEqual([['case-a'], ['case-a']]);
  });

  it('give two callers of one stream events of their own', async () => {
    const { reads } = log();
    const [one, other] = await Promise.all([reads.load('case-a'), reads.load('case-a')]);
    expect(one).toEqual(other);
    expect(one[0]).not.toBe(other[0]);
  });

  it('let the good ones pass beside a damaged one', async () => {
    const { reads } = log((streams) => streams.includes('case-2'));
    const answers = await Promise.allSettled(['case-1', 'case-2', 'case-3', 'case-4'].map((s) => reads.load(s)));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  });
});
