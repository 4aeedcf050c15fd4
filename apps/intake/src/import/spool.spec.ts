import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, readdir, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Spool } from './spool.js';

let folder: string;
let spool: Spool;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'lachan-spool-')), 'imports');
  spool = new Spool(folder, Buffer.alloc(32, 5));
});
afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

async function bytesOf(importId: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of spool.read(importId)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('the spool', () => {
  it('gives a body back as it came, any number of times, and keeps it from other eyes', async () => {
    const body = Buffer.from('a.example\n'.repeat(50_000));

    expect(await spool.write('one', Readable.from([body.subarray(0, 7), body.subarray(7)]))).toBe(body.length);

    expect((await bytesOf('one')).equals(body)).toBe(true);
    expect((await bytesOf('one')).equals(body)).toBe(true);
    const path = join(folder, (await readdir(folder))[0] ?? '');
    expect((await readFile(path)).includes('a.example')).toBe(false);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('keeps nothing of a body that breaks off', async () => {
    const broken = Readable.from(
      (function* () {
        yield Buffer.from('a.example\n');
        throw new Error('the sender went away');
      })(),
    );

    await expect(spool.write('broken', broken)).rejects.toThrow('the sender went away');

    expect(await readdir(folder)).toEqual([]);
    expect(await spool.has('broken')).toBe(false);
  });

  it('is swept of old bodies that nobody waits for, and of no others', async () => {
    for (const name of ['waiting', 'left', 'young']) await spool.write(name, Readable.from([Buffer.from(name)]));
    const long = new Date('2020-01-01');
    for (const name of ['waiting', 'left']) await utimes(join(folder, `${name}.import`), long, long);

    await spool.sweep(new Set(['waiting']), new Date('2021-01-01'));

    expect((await readdir(folder)).sort()).toEqual(['waiting.import', 'young.import']);
  });
});
