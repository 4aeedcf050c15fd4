import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * Where published test vectors lie: `LACHAN_SHARED_DATA`, else `../shared/data` beside the package. They are read
 * there, never copied here.
 */
export const URL_VECTORS = resolve(ROOT, process.env['LACHAN_SHARED_DATA'] ?? '../shared/data', 'url');

/** A published expectation that our rules change on purpose, with the reason. */
export interface Adjustment<T> {
  readonly ours: T;
  readonly why: string;
}

/**
 * Runs a suite over one file of published vectors. Without the file the run says so on standard error and does nothing,
 * but fails where `CI=true`: a stranger's clone has no such folder.
 */
export function overVectors(title: string, file: string, suite: (text: string) => void): void {
  const path = resolve(URL_VECTORS, file);
  const there = existsSync(path);
  describe(title, () => {
    it(`has its vectors (${file})`, () => {
      if (!there)
        process.stderr.write(
          `Not run: ${title}. There is no ${path}; set LACHAN_SHARED_DATA to the folder that holds url/${file}.\n`,
        );
      expect(there || process.env['CI'] !== 'true').toBe(true);
    });
    if (there) suite(readFileSync(path, 'utf8'));
  });
}

/** Every adjustment must meet a case and still be needed; a stale one hides a change of behaviour. */
export function expectAllUsed(adjustments: Readonly<Record<string, unknown>>, used: ReadonlySet<string>): void {
  expect(Object.keys(adjustments).filter((input) => !used.has(input))).toEqual([]);
}
