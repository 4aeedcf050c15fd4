import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { BackupUnreadable, newSalt, open, seal } from './sealed-file.js';
import type { BackupHeader } from './sealed-file.js';

const MASTER = Buffer.alloc(32, 3);
const MIB = 1024 * 1024;
const header = (): BackupHeader => ({
  kind: 'log',
  createdAt: '2026-11-24T00:00:00.000Z',
  head: 7,
  installation: 'abc',
  mode: 'production',
  tables: ['es.log'],
  schema: 'def',
  salt: newSalt(),
});

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}
const all = async (pieces: AsyncIterable<Buffer>): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const piece of pieces) parts.push(piece);
  return Buffer.concat(parts);
};
const sealed = (clear: Buffer, about = header()): Promise<Buffer> => all(seal(MASTER, about, inPieces(clear, 300_000)));
const opened = async (file: Buffer, master = MASTER): Promise<Buffer> =>
  all((await open(inPieces(file, 70_000))).clear(master));

/** Where the frames of a file begin and end. */
const framesOf = (file: Buffer): [number, number][] => {
  const frames: [number, number][] = [];
  let at = file.indexOf(10, file.indexOf(10) + 1) + 1;
  while (at < file.length) {
    const end = at + 5 + file.readUInt32BE(at);
    frames.push([at, end]);
    at = end;
  }
  return frames;
};

describe('a sealed file', () => {
  it.each([0, 1, MIB - 1, MIB, MIB + 1, 3 * MIB + 17])('gives back %d bytes as they were', async (size) => {
    const clear = randomBytes(size);
    expect((await opened(await sealed(clear))).equals(clear)).toBe(true);
  });

  it('tells what it is without any key', async () => {
    const about = header();
    expect((await open(inPieces(await sealed(Buffer.from('x'), about), 10))).header).toEqual(about);
  });

  it('does not open under another master key, nor with another header', async () => {
    const file = await sealed(randomBytes(100));
    await expect(opened(file, Buffer.alloc(32, 4))).rejects.toThrow(BackupUnreadable);
    const later = Buffer.from(file.toString('latin1').replace('"head":7', '"head":8'), 'latin1');
    await expect(opened(later)).rejects.toThrow('was changed');
  });

  it('does not open when frames were left out, exchanged or added, though each of them is genuine', async () => {
    const file = await sealed(randomBytes(3 * MIB));
    const frames = framesOf(file);
    expect(frames.length).toBe(3);
    const front = file.subarray(0, frames[0]?.[0]);
    const [first, second, last] = frames.map(([from, to]) => file.subarray(from, to));
    if (!first || !second || !last) throw new Error('three frames');
    await expect(opened(Buffer.concat([front, first, second]))).rejects.toThrow('cut off');
    await expect(opened(Buffer.concat([front, first, last]))).rejects.toThrow('was changed');
    await expect(opened(Buffer.concat([front, second, first, last]))).rejects.toThrow('was changed');
    await expect(opened(Buffer.concat([front, first, second, last, first]))).rejects.toThrow('behind its end');
    const pretended = Buffer.from(second);
    pretended[4] = 1;
    await expect(opened(Buffer.concat([front, first, pretended]))).rejects.toThrow('was changed');
  });
});
