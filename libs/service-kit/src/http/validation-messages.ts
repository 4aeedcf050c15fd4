import type { z } from 'zod';
import type { Language } from './language.js';

type RawIssue = z.core.$ZodRawIssue;
type Say = (issue: RawIssue) => { readonly vi: string; readonly en: string };

const UNITS: Readonly<Record<string, { vi: string; en: string }>> = {
  string: { vi: 'ký tự', en: 'characters' },
  array: { vi: 'mục', en: 'items' },
  set: { vi: 'mục', en: 'items' },
};

const limit = (issue: RawIssue, bound: unknown, words: { vi: [string, string]; en: [string, string] }) => {
  const unit = UNITS[String(issue['origin'])];
  const at = String(bound);
  return unit
    ? { vi: `${words.vi[0]} ${at} ${unit.vi}`, en: `${words.en[0]} ${at} ${unit.en}` }
    : { vi: `${words.vi[1]} ${at}`, en: `${words.en[1]} ${at}` };
};

const TYPES: Readonly<Record<string, { vi: string; en: string }>> = {
  string: { vi: 'văn bản', en: 'text' },
  number: { vi: 'số', en: 'a number' },
  int: { vi: 'số nguyên', en: 'a whole number' },
  boolean: { vi: 'true hoặc false', en: 'true or false' },
  array: { vi: 'danh sách', en: 'a list' },
  object: { vi: 'đối tượng', en: 'an object' },
};

const FORMATS: Readonly<Record<string, { vi: string; en: string }>> = {
  uuid: { vi: 'mã UUID', en: 'a UUID' },
  datetime: {
    vi: 'thời điểm RFC 3339, ví dụ 2026-01-31T08:15:30Z',
    en: 'a moment in RFC 3339, e.g. 2026-01-31T08:15:30Z',
  },
  date: { vi: 'ngày dạng 2026-01-31', en: 'a date like 2026-01-31' },
  url: { vi: 'một địa chỉ URL', en: 'a URL' },
  email: { vi: 'một địa chỉ thư điện tử', en: 'an e-mail address' },
};

/** What a rule says about itself in both languages: `.refine(rule, { params: { vi, en } })`. */
function ownWords(issue: RawIssue): { vi: string; en: string } | undefined {
  const { vi, en } = (issue['params'] ?? {}) as Readonly<Record<string, unknown>>;
  return typeof vi === 'string' && typeof en === 'string' ? { vi, en } : undefined;
}

/** A complete table: a kind of issue that zod adds does not compile without words here. What was sent is never repeated. */
const MESSAGES: Readonly<Record<RawIssue['code'], Say>> = {
  invalid_type: (issue) => {
    if (issue.input === undefined) return { vi: 'Trường bắt buộc', en: 'Required' };
    const type = TYPES[String(issue['expected'])];
    return type
      ? { vi: `Phải là ${type.vi}`, en: `Must be ${type.en}` }
      : { vi: 'Kiểu dữ liệu không đúng', en: 'Wrong type' };
  },
  too_big: (issue) =>
    limit(issue, issue['maximum'], {
      vi: ['Không được quá', 'Không được lớn hơn'],
      en: ['At most', 'Must not be greater than'],
    }),
  too_small: (issue) =>
    limit(issue, issue['minimum'], {
      vi: ['Phải có ít nhất', 'Không được nhỏ hơn'],
      en: ['At least', 'Must not be less than'],
    }),
  invalid_format: (issue) => {
    const format = FORMATS[String(issue['format'])];
    return format
      ? { vi: `Phải là ${format.vi}`, en: `Must be ${format.en}` }
      : { vi: 'Không đúng định dạng', en: 'Wrong format' };
  },
  not_multiple_of: (issue) => ({
    vi: `Phải là bội số của ${String(issue['divisor'])}`,
    en: `Must be a multiple of ${String(issue['divisor'])}`,
  }),
  unrecognized_keys: () => ({ vi: 'Trường không được nhận', en: 'Unknown field' }),
  invalid_value: (issue) => {
    const values = Array.isArray(issue['values']) ? issue['values'].map(String).join(', ') : '';
    return { vi: `Phải là một trong: ${values}`, en: `Must be one of: ${values}` };
  },
  invalid_union: () => ({ vi: 'Không khớp với dạng nào được nhận', en: 'Fits none of the accepted forms' }),
  invalid_key: () => ({ vi: 'Tên trường không hợp lệ', en: 'The name of a field is not valid' }),
  invalid_element: () => ({ vi: 'Một mục không hợp lệ', en: 'An item is not valid' }),
  custom: (issue) => ownWords(issue) ?? { vi: 'Giá trị không hợp lệ', en: 'Not a valid value' },
};

/** What to say about one issue of a schema. A schema's own message, given where the rule stands, wins over this table. */
export function validationMessage(issue: RawIssue, language: Language): string {
  return MESSAGES[issue.code](issue)[language];
}
