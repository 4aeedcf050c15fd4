import { LRUCache } from 'lru-cache';
import { fold } from '../../fold.js';

/** What a column of a spreadsheet, or a key of a JSON row, may mean. */
export type FieldName =
  | 'url'
  | 'note'
  | 'category'
  | 'province'
  | 'occurredAt'
  | 'contact'
  | 'childAge'
  | 'helpNeeded'
  | 'childInDanger'
  | 'safeContact';

/** Words found at the head of columns, already folded; the first word of a field is its name in interfaces.md. */
const WORDS: Readonly<Record<FieldName, readonly string[]>> = {
  url: [
    'url', 'urls', 'link', 'links', 'duong dan', 'duong link', 'lien ket', 'dia chi', 'dia chi web', 'trang web',
    'website', 'domain', 'domains', 'ten mien', 'host', 'hostname', 'duong dan phan anh', 'duong dan url', 'link url',
  ],
  note: [
    'note', 'notes', 'ghi chu', 'noi dung', 'noi dung phan anh', 'mo ta', 'mo ta noi dung', 'description', 'comment',
    'dien giai',
  ],
  category: [
    'category', 'nhom', 'nhom noi dung', 'loai', 'loai noi dung', 'phan loai', 'nhom vi pham', 'loai vi pham', 'type',
  ],
  province: [
    'province', 'tinh', 'tinh thanh', 'tinh thanh pho', 'tinh tp', 'thanh pho', 'dia phuong', 'dia ban', 'city',
  ],
  occurredAt: [
    'occurredat', 'occurred at', 'date', 'time', 'datetime', 'ngay', 'ngay gio', 'thoi gian', 'thoi diem',
    'ngay phat hien', 'thoi gian phat hien', 'ngay phan anh', 'ngay thang',
  ],
  contact: [
    'contact', 'reporter', 'lien he', 'thong tin lien he', 'nguoi phan anh', 'so dien thoai', 'dien thoai', 'sdt',
    'email', 'phone',
  ],
  childAge: ['childage', 'child age', 'age', 'tuoi', 'tuoi tre', 'tuoi cua tre', 'do tuoi'],
  helpNeeded: ['helpneeded', 'help needed', 'help', 'can ho tro', 'can giup do', 'yeu cau ho tro'],
  childInDanger: ['childindanger', 'child in danger', 'danger', 'nguy hiem', 'tre gap nguy hiem', 'tre dang gap nguy hiem'],
  safeContact: ['safecontact', 'safe contact', 'lien he an toan', 'cach lien he an toan'],
}; // prettier-ignore

const FIELD_OF: ReadonlyMap<string, FieldName> = new Map(
  (Object.keys(WORDS) as FieldName[]).flatMap((field) => WORDS[field].map((word) => [word, field] as const)),
);

const SEEN = new LRUCache<string, { readonly field: FieldName | undefined }>({ max: 500 });

/** Which field a column head or JSON key names, in Vietnamese or English, with or without accents. */
export function fieldOf(head: string): FieldName | undefined {
  // A million rows of NDJSON repeat the same few keys.
  const seen = SEEN.get(head);
  if (seen !== undefined) return seen.field;
  const field = FIELD_OF.get(fold(head.slice(0, 100)));
  if (head.length <= 100) SEEN.set(head, { field });
  return field;
}
