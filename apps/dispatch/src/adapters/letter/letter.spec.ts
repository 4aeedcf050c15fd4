import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { unzipSync } from 'fflate';
import { bare, everyWord, facts, row } from '../../../test/letters.js';
import { letterCsv } from './letter-csv.js';
import { letterDocx } from './letter-docx.js';
import type { LetterFacts } from './letter-facts.js';
import { letterPdf } from './letter-pdf.js';
import { dateInWords, letterText } from './letter-text.js';

const lift: LetterFacts = { ...facts, kind: 'lift' };
const text = letterText(facts);

describe('the words of a letter', () => {
  it('stand where the decree wants them', () => {
    expect([text.nation, text.motto]).toEqual(['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc']);
    expect([text.number, text.subject]).toEqual(['Số: 05/TTXL-BVTE', 'V/v yêu cầu ngăn chặn, gỡ bỏ']);
    expect(text.placeAndDate).toBe('Hà Nội, ngày 02 tháng 3 năm 2026');
    expect(text.addressee).toBe('Kính gửi: Công ty cổ phần Ngõ Quỹ Đĩnh Thưởng');
    expect(text.recipients).toEqual(['- Như trên;', '- Ban Giám đốc (để báo cáo);', '- Lưu: VT.']);
    expect(text.table[0]?.at(-1)).toBe('Thực hiện trước 01 giờ 05, 03/03/2026.\nHiệu lực đến 30/05/2026.');
    expect(dateInWords('2026-02-08T17:00:00.000Z')).toBe('ngày 09 tháng 02 năm 2026');
  });

  it('ask to lift with urgency, and for nothing else', () => {
    const words = letterText(lift);
    expect([words.urgency, text.urgency]).toEqual(['KHẨN', null]);
    expect(words.subject).toBe('V/v yêu cầu gỡ chặn');
    expect(words.table[0]?.[1]).toContain('Chấm dứt việc gỡ bỏ nội dung');
    expect(JSON.stringify(words)).not.toMatch(/lưu giữ nguyên trạng|Hiệu lực/);
  });

  it('make no link of any target, and say so', () => {
    expect(text.table[0]?.[1]).toContain('hxxps://nen-tang[.]example[.]test/bai/1');
    expect(JSON.stringify(text)).not.toMatch(/https?:|\.test/);
  });
});

describe('the files of a letter', () => {
  it('are the same bytes for the same letter, and others for another', async () => {
    for (const make of [letterPdf, letterDocx]) {
      const first = await make(text, facts.issuedAt);
      expect((await make(letterText(facts), facts.issuedAt)).equals(first)).toBe(true);
      expect((await make(text, '2026-03-02T18:00:00.000Z')).equals(first)).toBe(false);
      expect((await make(letterText({ ...facts, number: 6 }), facts.issuedAt)).equals(first)).toBe(false);
    }
  });

  it('as DOCX hold every word as it is, in XML that opens, with no relation to the outside', async () => {
    const files = unzipSync(await letterDocx(text, facts.issuedAt));
    const xml = new TextDecoder().decode(files['word/document.xml']);
    const read = bare(
      xml
        .replaceAll(/<[^>]+>/g, '')
        .replaceAll('&quot;', '"')
        .replaceAll('&amp;', '&'),
    );
    for (const word of everyWord(text)) expect(read).toContain(word);
    const relations = Object.keys(files).filter((name) => name.endsWith('.rels'));
    expect(relations.length).toBeGreaterThan(0);
    for (const name of relations) expect(new TextDecoder().decode(files[name])).not.toContain('TargetMode="External"');
    expect(new TextDecoder().decode(files['docProps/core.xml'])).toContain('2026-03-01T18:00:00Z');
  });

  it('as CSV give the targets as they are, with no cell that a spreadsheet would run', () => {
    const bytes = letterCsv(facts);
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const [head, one, two] = parse(bytes, { bom: true });
    expect(one?.[head?.indexOf('muc_tieu') ?? -1]).toBe(Object.values(row.target)[0]);
    expect([one?.[0], one?.[1]]).toEqual(['05/TTXL-BVTE', 'LC-WZR1-4D2P-F2DB']);
    expect([two?.[1], two?.[head?.indexOf('muc_tieu') ?? -1]]).toEqual(["'=1+1", "'+cmd.example.test"]);
  });
});
