import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { packagePath } from '#libs/event-store';
import { RowReader } from '../src/import/rows/read-rows.js';
import { channelKey, importOf, startIntake, type IntakeUnderTest } from './intake-under-test.js';

/** Where the published lists lie; read there, never copied here. Every name is a string and gets `.test` on the way in. */
const LISTS = resolve(packagePath('.'), process.env['LACHAN_SHARED_DATA'] ?? '../shared/data', 'lists');
const PLAIN = resolve(LISTS, 'hostsVN_domain-VN.txt');
const HOSTS = resolve(LISTS, 'hostsVN_hosts-VN.txt');
/** The head of the list says 1.747; this many names stand in it, in both forms. */
const NAMES = 1_746;

const there = existsSync(PLAIN) && existsSync(HOSTS);

/** Appends `.test` to every name of a list in either form; comments stay as they are. */
const reserved = (path: string): string => readFileSync(path, 'utf8').replace(/^(?!#)(.*\S)\s*$/gm, '$1.test');

describe('the published lists of hosts', () => {
  it('are there', () => {
    if (!there) process.stderr.write(`Not run: the published lists. There is no ${LISTS}; set LACHAN_SHARED_DATA.\n`);
    expect(there || process.env['CI'] !== 'true').toBe(true);
  });
});

const suite = (): void => {
  let under: IntakeUnderTest;
  let key: string;
  beforeAll(async () => {
    under = await startIntake();
    key = await channelKey(under, 'bulk-import', 'to-theo-doi');
  });
  afterAll(() => under.close());

  it('reads the same names from both forms', () => {
    const names = (path: string): string[] => {
      const reader = new RowReader('utf-8', undefined);
      return [...reader.push(Buffer.from(reserved(path))), ...reader.end()]
        .flatMap((row) => ('fields' in row ? row.fields.urls : [`rejected: ${row.text}`]))
        .sort();
    };

    expect(names(HOSTS)).toHaveLength(NAMES);
    expect(names(HOSTS)).toEqual(names(PLAIN));
  });

  it('in the one form and then in the other names no new target', async () => {
    const hosts = await importOf(under, reserved(HOSTS), { key });
    const plain = await importOf(under, reserved(PLAIN), { key });

    expect(hosts).toMatchObject({
      status: 'done',
      rows: NAMES,
      accepted: NAMES,
      newTargets: NAMES,
      knownTargets: 0,
      rejected: 0,
    });
    expect(plain).toMatchObject({
      status: 'done',
      rows: NAMES,
      accepted: NAMES,
      newTargets: 0,
      knownTargets: NAMES,
      rejected: 0,
    });
  }, 120_000);
};

if (there) describe('an import of the published lists', suite);
