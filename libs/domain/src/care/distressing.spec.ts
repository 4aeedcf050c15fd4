import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { distressingMarks, masked } from '../index.js';

const covered = (text: string): string[] => distressingMarks(text).map(({ start, end }) => text.slice(start, end));

describe('distressing words', () => {
  it('are found in Vietnamese and English, with or without accents, whatever their case or form', () => {
    expect(covered('Bạn ấy bị BẠO HÀNH ở nhà')).toEqual(['BẠO HÀNH']);
    expect(covered('bao-hanh, tự_tử'.normalize('NFD'))).toHaveLength(2);
    expect(covered('he was Beaten')).toEqual(['Beaten']);
    expect(covered('https://a.example/bao-luc/1')).toEqual(['bao-luc']);
  });

  it('are whole words: what merely holds the letters stays', () => {
    expect(covered('skilled giết-chẳng? kỹ năng')).toEqual(['giết']);
    expect(covered('một câu bình thường')).toEqual([]);
  });

  it('are covered in place: the same length, the rest untouched', () => {
    expect(masked('có bạo lực ở đây')).toEqual({ text: 'có ••••••• ở đây', marks: [{ start: 3, end: 10 }] });
    expect(masked('bình thường')).toEqual({ text: 'bình thường', marks: [] });
  });

  it('never change a text outside the marks, for any text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, after) => {
        const text = `${before} bạo lực ${after}`;
        const { text: out, marks } = masked(text);
        expect(out).toHaveLength(text.length);
        expect(marks.length).toBeGreaterThan(0);
        for (let at = 0; at < text.length; at += 1) {
          if (!marks.some(({ start, end }) => start <= at && at < end)) expect(out[at]).toBe(text[at]);
        }
      }),
    );
  });
});
