import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { packagePath } from '#libs/event-store';
import { describeWhere } from '#libs/testing';
import { renderList } from '../../src/lists/render.js';
import type { ListEntry } from '../../src/lists/render.js';

const ENGINE = packagePath('node_modules/.cache/lachan-adguard');
const CLIENT = packagePath('apps/dispatch/test/delivery/clients/adguard-match.mjs');
const installed = existsSync(join(ENGINE, 'node_modules/@adguard/tsurlfilter'));

const entry = (target: ListEntry['target']): ListEntry => ({
  target,
  open: true,
  until: '2026-12-31T00:00:00.000Z',
  json: {},
});

describeWhere(installed)('AdGuard’s own engine', () => {
  const blockedBy = async (entries: readonly ListEntry[], names: readonly string[]): Promise<string[]> => {
    const folder = await mkdtemp(join(tmpdir(), 'lachan-adguard-'));
    try {
      const list = join(folder, 'list.txt');
      await writeFile(list, renderList('adguard', entries, 'f'.repeat(32)).bytes);
      const { stdout } = await promisify(execFile)(process.execPath, [CLIENT, ENGINE, list, ...names]);
      return stdout.trim().split('\n').filter(Boolean);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

  it('blocks a host and nothing below it, a domain with everything below it, and no neighbour', async () => {
    const entries = [
      entry({ host: 'www.example.com' }),
      entry({ domain: 'example.net' }),
      entry({ host: 'xn--bcher-kva.example.com' }),
    ];
    const blocked = ['www.example.com', 'example.net', 'a.example.net', 'b.a.example.net', 'xn--bcher-kva.example.com'];
    const open = [
      'example.com',
      'below.www.example.com',
      'xwww.example.com',
      'www.example.com.test',
      'xexample.net',
      'until',
    ];
    expect(await blockedBy(entries, [...blocked, ...open])).toEqual(blocked);
  });

  it('blocks nothing by an empty list: the watermark is a remark to it', async () => {
    expect(await blockedBy([], ['example.com', 'f'.repeat(32)])).toEqual([]);
  });
});
