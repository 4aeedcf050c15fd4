import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadMasterKey } from './master-key.js';

describe('the master key', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'lachan-key-'));
  });
  afterEach(() => {
    rmSync(dir, { recursive: true });
  });

  it('is made once, readable by its owner alone, and stays the same', () => {
    const key = loadMasterKey(dir, {});
    expect(key).toHaveLength(32);
    expect(loadMasterKey(dir, {})).toEqual(key);
    expect(statSync(join(dir, 'master.key')).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir)).toEqual(['master.key']);
    expect(Buffer.from(readFileSync(join(dir, 'master.key'), 'utf8'), 'base64')).toEqual(key);
  });

  it('comes from the environment when it is there, and leaves no file', () => {
    const key = Buffer.alloc(32, 9);
    expect(loadMasterKey(dir, { LACHAN_MASTER_KEY: key.toString('base64') })).toEqual(key);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('is refused when it is not 32 bytes, never replaced', () => {
    expect(() => loadMasterKey(dir, { LACHAN_MASTER_KEY: 'AAAA' })).toThrow('LACHAN_MASTER_KEY holds 3 bytes');
    writeFileSync(join(dir, 'master.key'), 'short');
    expect(() => loadMasterKey(dir, {})).toThrow('master.key holds');
    expect(readFileSync(join(dir, 'master.key'), 'utf8')).toBe('short');
  });
});
