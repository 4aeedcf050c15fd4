import { ACTION_WORDS } from '#libs/domain';
import type { LetterFacts, LetterRow } from './letter-facts.js';
import { numberOf } from './letter-text.js';

/** Spreadsheets take a cell that begins like this for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

const cell = (text: string): string => {
  const plain = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
};

const COLUMNS = [
  'so_cong_van',
  'ma_yeu_cau',
  'loai',
  'bien_phap',
  'noi_dung',
  'muc_tieu',
  'can_cu',
  'thuc_hien_truoc',
  'hieu_luc_den',
  'dia_chi_tra_loi',
] as const;

/** RFC 4180 with a byte order mark: the letter's table with the targets as they are, for programs. No cell is ever a formula. */
export function letterCsv(facts: LetterFacts): Buffer {
  const line = (row: LetterRow): string[] => [
    numberOf(facts),
    row.reference,
    facts.kind,
    row.action,
    ACTION_WORDS[row.action],
    Object.values(row.target)[0] as string,
    row.citation,
    row.dueAt,
    facts.kind === 'lift' ? '' : row.expiresAt,
    row.answerUrl ?? '',
  ];
  const rows = [[...COLUMNS], ...facts.rows.map(line)];
  return Buffer.from(`\uFEFF${rows.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('')}`);
}
