import type { LetterFacts, LetterRow } from '../src/adapters/letter/letter-facts.js';
import type { LetterText } from '../src/adapters/letter/letter-text.js';

/** A letter with everything that is hard to set: long words, signs, every accent. */
export const row: LetterRow = {
  reference: 'LC-WZR1-4D2P-F2DB',
  action: 'remove-content',
  target: { url: `https://nen-tang.example.test/bai/1?a=b,"c"&${'x'.repeat(120)}` },
  citation: 'Nghị định 147/2024/NĐ-CP, Điều 23',
  dueAt: '2026-03-02T18:05:00.000Z',
  expiresAt: '2026-05-30T16:59:59.000Z',
  answerUrl: null,
};
export const facts: LetterFacts = {
  number: 5,
  kind: 'block',
  // Already the second of March in Vietnam.
  issuedAt: '2026-03-01T18:00:00.000Z',
  head: {
    superior: 'Uỷ ban nhân dân thành phố Hà Nội',
    name: 'Trung tâm xử lý tin giả, tin xấu độc',
    symbol: 'TTXL-BVTE',
    place: 'Hà Nội',
    signer: { authority: 'TL. Giám đốc', title: 'Trưởng phòng Nghiệp vụ' },
    copies: ['Ban Giám đốc (để báo cáo)'],
  },
  addressee: 'Công ty cổ phần Ngõ Quỹ Đĩnh Thưởng',
  rows: [row, { ...row, reference: '=1+1', action: 'block-url', target: { host: '+cmd.example.test' } }],
};
/** Every word of the sheet, in the order a reader meets it in any of the files, with nothing between words. */
export const everyWord = (of: LetterText): string[] =>
  [
    of.issuer,
    of.nation,
    of.motto,
    of.number,
    of.subject,
    of.placeAndDate,
    of.addressee,
    of.signer,
    ...of.before,
    ...of.after,
  ]
    .concat(of.table.flat(), of.recipients)
    .map(bare);
export const bare = (written: string): string => written.replaceAll(/\s+/gu, '');
