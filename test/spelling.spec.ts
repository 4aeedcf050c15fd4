import { readFileSync, readdirSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CLOSED_LISTS, PROBLEMS } from '#libs/contracts';
import { packagePath } from '#libs/event-store';

/** The mark on the first of two vowels at the end of a syllable: the other school of spelling. Ours: uỷ, tuý, hoà. */
const OTHER_SCHOOL = /[òóỏõọ][ae](?!\p{L})|[ùúủũụ]y(?!\p{L})/giu;

/** Where a person reads Vietnamese: sources, pages, documents. Tests may say anything, wrong on purpose. */
const READ = new Set(['.ts', '.tsx', '.css', '.mjs', '.md', '.html', '.sql', '.yml', '.json']);
const TEST = /\.(spec|int|e2e|conformance)\.ts$/;

/** The state's own name keeps its official spelling (Nghị định 30/2020/NĐ-CP, Phụ lục I), on official letters and nowhere else. */
const OFFICIAL = 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM';

const files = function* (folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!['node_modules', 'dist', 'test'].includes(entry.name)) yield* files(path);
    } else if (READ.has(extname(path)) && !TEST.test(path)) yield path;
  }
};

const root = packagePath('.');
const texts = [
  ...['apps', 'libs', 'docs', 'scripts', 'infra'].flatMap((room) => [...files(join(root, room))]),
  join(root, 'README.md'),
].map((path) => ({ path: relative(root, path), text: readFileSync(path, 'utf8') }));

/** Every Vietnamese word list, by where it stands. */
const words = (): [where: string, vi: string][] => [
  ...Object.entries(CLOSED_LISTS).flatMap(([name, list]) =>
    Object.entries(list).map(([key, { vi }]): [string, string] => [`${name}.${key}`, vi]),
  ),
  ...Object.entries(PROBLEMS).map(([code, { vi }]): [string, string] => [`problems.${code}`, vi]),
];

describe('Vietnamese', () => {
  it('is found wrong where it is', () => {
    expect('hòa ủy túy khỏe xóa Tòa'.match(OTHER_SCHOOL)).toEqual(['òa', 'ủy', 'úy', 'ỏe', 'óa', 'òa']);
    expect('hoà uỷ tuý quý khoẻ xoá Toà hoàn toàn huỳnh của ngoéo tuỳ thuỷ quỹ'.match(OTHER_SCHOOL)).toBeNull();
  });

  it('is spelled uỷ, tuý, hoà in every file that a person reads', () => {
    expect(texts.length).toBeGreaterThan(400);
    const wrong = texts.flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, index) => {
        const found = line.replaceAll(OFFICIAL, '').match(OTHER_SCHOOL);
        return found === null ? [] : [`${path}:${String(index + 1)} ${found.join(' ')}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('is written in composed letters (NFC)', () => {
    expect(texts.filter(({ text }) => text !== text.normalize('NFC')).map(({ path }) => path)).toEqual([]);
  });

  it('stands for every key of every closed list, and is not the English over again', () => {
    expect(words().filter(([, vi]) => vi.trim() === '' || vi !== vi.trim())).toEqual([]);
    const same = Object.entries(CLOSED_LISTS).flatMap(([name, list]) =>
      Object.entries(list).flatMap(([key, { vi, en }]) => (vi === en && vi !== 'JSON' ? [`${name}.${key}`] : [])),
    );
    expect(same).toEqual([]);
  });

  it('never calls an order a command of the state (lệnh)', () => {
    expect(words().filter(([, vi]) => /(^|\s)lệnh(\s|$)/iu.test(vi))).toEqual([]);
  });
});
