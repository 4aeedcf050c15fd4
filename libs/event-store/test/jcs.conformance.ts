import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { canonicalJson } from '#libs/canonical-json';
import { packagePath } from '../src/package-path.js';

// The published test data of RFC 8785 (cyberphone/json-canonicalization).
const folder = resolve(packagePath('.'), process.env['LACHAN_SHARED_DATA'] ?? '../shared/data', 'jcs/testdata');

if (!existsSync(folder) && process.env['CI'] !== 'true') {
  describe('RFC 8785', () => {
    it.skip(`skipped: ${folder} is not there`, () => undefined);
  });
} else {
  describe('RFC 8785', () => {
    const names = readdirSync(join(folder, 'input')).map((file) => file.replace(/\.json$/, ''));

    it('has its six vectors', () => {
      expect(names.sort()).toEqual(['arrays', 'french', 'structures', 'unicode', 'values', 'weird']);
    });

    it.each(names)('gives the published bytes for %s', (name) => {
      const canonical = Buffer.from(
        canonicalJson(JSON.parse(readFileSync(join(folder, 'input', `${name}.json`), 'utf8'))),
      );
      const hex = readFileSync(join(folder, 'outhex', `${name}.txt`), 'utf8').replace(/\s+/g, '');
      expect(canonical.toString('hex')).toBe(hex);
      expect(canonical.toString()).toBe(
        readFileSync(join(folder, 'output', `${name}.json`), 'utf8').replace(/\r?\n$/, ''),
      );
    });
  });
}
