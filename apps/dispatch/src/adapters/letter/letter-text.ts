import { ACTION_WORDS, PRESERVATION, REVIEW, vietnameseDate } from '#libs/domain';
import type { LetterFacts, LetterRow } from './letter-facts.js';

/** A letter's words, each in its place on the sheet (Nghị định 30/2020/NĐ-CP, Phụ lục I), before any file format. */
export interface LetterText {
  readonly superior: string | null;
  readonly issuer: string;
  readonly nation: string;
  readonly motto: string;
  readonly number: string;
  readonly subject: string;
  readonly placeAndDate: string;
  /** `KHẨN` on a lift: whoever opens the post takes it first. */
  readonly urgency: string | null;
  readonly addressee: string;
  readonly before: readonly string[];
  readonly columns: readonly string[];
  readonly table: readonly (readonly string[])[];
  readonly after: readonly string[];
  readonly recipients: readonly string[];
  readonly authority: string | null;
  readonly signer: string;
}

/** Vietnam keeps UTC+7 all year round. */
const HANOI = 7 * 3_600_000;

const twoDigits = (number: number): string => String(number).padStart(2, '0');

/** As the decree writes a date in words: a zero before days below ten and before January and February only. */
export function dateInWords(instant: string): string {
  const [day = '', month = '', year = ''] = vietnameseDate(instant).split('/');
  const monthInWords = Number(month) <= 2 ? month : String(Number(month));
  return `ngày ${day} tháng ${monthInWords} năm ${year}`;
}

/** `16 giờ 30, 02/03/2026` in Vietnam. */
function momentInWords(instant: string): string {
  const time = new Date(Date.parse(instant) + HANOI).toISOString();
  return `${time.slice(11, 13)} giờ ${time.slice(14, 16)}, ${vietnameseDate(instant)}`;
}

/** Below ten with a zero, as the decree wants it. */
export const numberOf = ({ number, head }: Pick<LetterFacts, 'number' | 'head'>): string =>
  `${twoDigits(number)}/${head.symbol}`;

/** What a letter says. Equal facts give equal words: nobody's report, unit, category or note is among them. */
export function letterText(facts: LetterFacts): LetterText {
  const { head, kind, issuedAt, rows } = facts;
  const count = twoDigits(rows.length);
  const answerable = rows.some(({ answerUrl }) => answerUrl !== null);
  const lift = kind === 'lift';
  return {
    superior: head.superior?.toUpperCase() ?? null,
    issuer: head.name.toUpperCase(),
    nation: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
    motto: 'Độc lập - Tự do - Hạnh phúc',
    number: `Số: ${numberOf(facts)}`,
    subject: lift ? 'V/v yêu cầu gỡ chặn' : 'V/v yêu cầu ngăn chặn, gỡ bỏ',
    placeAndDate: `${head.place}, ${dateInWords(issuedAt)}`,
    urgency: lift ? 'KHẨN' : null,
    addressee: `Kính gửi: ${facts.addressee}`,
    before: [
      lift
        ? `${head.name} đề nghị đơn vị chấm dứt các biện pháp nêu tại bảng dưới đây (${count} yêu cầu) và khôi phục truy cập, trừ mục tiêu còn thuộc một yêu cầu khác đang có hiệu lực.`
        : `${head.name} đề nghị đơn vị thực hiện các yêu cầu nêu tại bảng dưới đây (${count} yêu cầu), đúng mục tiêu và đúng thời hạn của từng yêu cầu.`,
    ],
    columns: ['TT', 'Mã yêu cầu, nội dung, mục tiêu', 'Căn cứ', lift ? 'Gỡ trước' : 'Thời hạn'],
    table: rows.map((row, index) => cellsOf(row, index, lift)),
    after: [
      ...(!lift && rows.some(({ action }) => action === 'remove-content') ? [PRESERVATION] : []),
      'Mục tiêu trong bảng được viết tách (hxxp, [.]) để không ai mở nhầm; tệp CSV kèm theo ghi nguyên văn. Đề nghị không mở, không sao chép nội dung.',
      `Đề nghị trả lời bằng văn bản, ghi số công văn này và kết quả của từng mã yêu cầu: đã nhận, ${lift ? 'đã gỡ chặn' : 'đã thực hiện hoặc từ chối (nêu lý do)'}${answerable ? '; hoặc trả lời tại địa chỉ ghi dưới từng mã yêu cầu trong tệp CSV' : ''}.`,
      ...(lift ? [] : [REVIEW]),
      'Trân trọng./.',
    ],
    recipients: ['Như trên', ...head.copies, 'Lưu: VT'].map((name, index, all) =>
      index === all.length - 1 ? `- ${name}.` : `- ${name};`,
    ),
    authority: head.signer.authority?.toUpperCase() ?? null,
    signer: head.signer.title.toUpperCase(),
  };
}

function cellsOf(row: LetterRow, index: number, lift: boolean): string[] {
  const what = ACTION_WORDS[row.action];
  const asked = lift ? `Chấm dứt việc ${what}:` : `${what.charAt(0).toUpperCase()}${what.slice(1)}:`;
  const time = lift
    ? momentInWords(row.dueAt)
    : `Thực hiện trước ${momentInWords(row.dueAt)}.\nHiệu lực đến ${vietnameseDate(row.expiresAt)}.`;
  return [String(index + 1), `${row.reference}\n${asked}\n${safeTarget(row.target)}`, row.citation, time];
}

/** A target as text that no reader makes a link of; the CSV has it as it is. */
function safeTarget(target: LetterRow['target']): string {
  if ('url' in target) return defang(target.url);
  return defang('host' in target ? target.host : target.domain);
}

/** Every dot, also those of a path: viewers make links of file names too. */
const defang = (text: string): string => text.replace(/^http/i, 'hxxp').replaceAll('.', '[.]');
