import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { detectEncoding, RowReader } from './read-rows.js';
import type { ImportFormat } from './format.js';
import type { Row } from './row.js';

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function rowsOf(source: string | Buffer, format?: ImportFormat, chunk = 65_536): Promise<Row[]> {
  const bytes = Buffer.from(source);
  const reader = new RowReader(await detectEncoding(inChunks(bytes, chunk)), format);
  const rows: Row[] = [];
  for await (const part of inChunks(bytes, chunk)) rows.push(...reader.push(part));
  return [...rows, ...reader.end()];
}

const fieldsOf = (row: Row | undefined) => (row !== undefined && 'fields' in row ? row.fields : undefined);
const rejectOf = (row: Row | undefined) => (row !== undefined && 'reject' in row ? row.reject : undefined);

describe('a spreadsheet saved as CSV', () => {
  it('is read in any column order with Vietnamese heads', async () => {
    const rows = await rowsOf(
      'STT;Ghi chú;Tỉnh/thành;Đường dẫn;Nhóm;Ngày\r\n1;xem giúp;Lâm Đồng;https://a.example/x;Bắt nạt trẻ em trên mạng;31/12/2025 8h30\r\n',
    );
    expect(fieldsOf(rows[0])).toMatchObject({
      urls: ['https://a.example/x'],
      note: 'xem giúp',
      province: 'Lâm Đồng',
      category: 'bullying',
      occurredAt: '2025-12-31T01:30:00.000Z',
    });
    expect(rows[0]?.line).toBe(2);
  });

  it.each([
    ['duong dan,ghi chu', ','],
    ['DUONG_DAN\tGHI_CHU', '\t'],
    ['url;note', ';'],
    ['Link,Note', ','],
    ['Liên kết,Mô tả', ','],
    ['"Liên kết","Mô tả"', ','],
    ['\uFEFFurl,note', ','],
    ['sep=;\nurl;note', ';'],
  ])('finds the column of links under the heads %j', async (head, delimiter) => {
    const rows = await rowsOf(`${head}\na.example${delimiter}chữ\n`);
    expect(rows.map(fieldsOf)).toMatchObject([{ urls: ['a.example'], note: 'chữ' }]);
  });

  it('keeps quotes, delimiters and line ends inside quoted cells, and numbers lines by where a row begins', async () => {
    const rows = await rowsOf('url,note\r\na.example,"một, ""hai""\nba"\r\nb.example,bốn\r\n', 'csv');
    expect(rows.map((row) => [row.line, fieldsOf(row)?.note])).toEqual([
      [2, 'một, "hai"\nba'],
      [4, 'bốn'],
    ]);
  });

  it('loses only the line of a quote that is never closed', async () => {
    const rows = await rowsOf('url,note\na.example,"mở\nb.example,hai\nc.example,ba\n', 'csv');
    expect(rows.map((row) => [row.line, rejectOf(row) ?? fieldsOf(row)?.urls[0]])).toEqual([
      [2, 'open-quote'],
      [3, 'b.example'],
      [4, 'c.example'],
    ]);
  });

  it('takes formulas as the text they are', async () => {
    const rows = await rowsOf('url,note\na.example,"=HYPERLINK(""http://b.example"")"\n+cmd|x!A0,@SUM(1)\n', 'csv');
    expect(rows.map((row) => fieldsOf(row)?.note)).toEqual(['=HYPERLINK("http://b.example")', '@SUM(1)']);
  });

  it('is read without heads too, by the cell that looks like a link', async () => {
    const rows = await rowsOf('1,https://a.example/x,một ghi chú dài\n2,https://b.example/y,hai\n');
    expect(rows.map(fieldsOf)).toMatchObject([
      { urls: ['https://a.example/x'], note: 'một ghi chú dài' },
      { urls: ['https://b.example/y'], note: 'hai' },
    ]);
  });

  it('keeps a category or a date it does not understand in the note, for a person to read', async () => {
    const rows = await rowsOf('url,note,nhóm,ngày\na.example,có,lừa đảo,hôm qua\n', 'csv');
    expect(fieldsOf(rows[0])).toMatchObject({
      category: null,
      occurredAt: null,
      note: 'có\n[nhóm: lừa đảo]\n[thời gian: hôm qua]',
    });
  });

  it('takes a plea without a link and rejects a row that says nothing', async () => {
    const rows = await rowsOf('url,note,cần hỗ trợ\n,cứu em với,x\n,không gì cả,\n', 'csv');
    expect(fieldsOf(rows[0])).toMatchObject({ urls: [], helpNeeded: true });
    expect(rejectOf(rows[1])).toBe('no-link');
  });
});

describe('NDJSON', () => {
  it('takes objects in either language, the shape of the API, and bare links', async () => {
    const rows = await rowsOf(
      [
        '{"urls":["a.example","b.example"],"reporter":{"childAge":9,"contact":"x"}}',
        '{"đường dẫn":"c.example","ghi chú":"d"}',
        '"e.example"',
        '{"url":"f.example","thêm":{"x":1}}',
      ].join('\n'),
    );
    expect(rows.map((row) => fieldsOf(row)?.urls)).toEqual([
      ['a.example', 'b.example'],
      ['c.example'],
      ['e.example'],
      ['f.example'],
    ]);
    expect(fieldsOf(rows[0])).toMatchObject({ childAge: 9, contact: 'x' });
  });

  it('lists broken rows with line, text and reason and goes on', async () => {
    const long = JSON.stringify({ urls: Array.from({ length: 101 }, (_, i) => `${String(i)}.example`) });
    const rows = await rowsOf(
      `{"url":"a.example"}\n{"url":\n\n[1]\n{"url":{"x":1}}\n{"note":"?"}\n{"url":"a\\u0000b"}\n{"url":"\\ud800"}\n${long}\n{"url":"z.example"}`,
      'ndjson',
    );
    expect(rows.map((row) => [row.line, rejectOf(row) ?? 'ok'])).toEqual([
      [1, 'ok'],
      [2, 'not-json'],
      [4, 'not-json'],
      [5, 'wrong-type'],
      [6, 'no-link'],
      [7, 'invalid-text'],
      [8, 'invalid-text'],
      [9, 'too-many-links'],
      [10, 'ok'],
    ]);
    expect(rows[1]?.text).toBe('{"url":');
  });
});

describe('lists of names', () => {
  it('says the same in hosts, adblock and plain form', async () => {
    const names = ['a.example', 'b.sub.example'];
    const forms = [
      names.map((name) => `0.0.0.0 ${name}`).join('\n'),
      `# head\r\n127.0.0.1\t${names.join(' ')} # both`,
      `::1 ${names.join(' ')}`,
      `! Title: x\n[Adblock Plus 2.0]\n${names.map((name) => `||${name}^`).join('\n')}`,
      names.join('\n'),
    ];
    for (const form of forms) expect((await rowsOf(form)).map((row) => fieldsOf(row)?.urls[0])).toEqual(names);
  });

  it("lists a hosts file's own names and rules that name no domain", async () => {
    const rows = await rowsOf(
      '127.0.0.1 localhost\n0.0.0.0 a.example\n@@||b.example^\nx.example##.banner\n||c.example^$third-party\n*.d.example\n',
    );
    expect(rows.map((row) => rejectOf(row) ?? fieldsOf(row)?.urls[0])).toEqual([
      'local-name', 'a.example', 'unsupported-rule', 'unsupported-rule', 'c.example', 'unsupported-rule',
    ]); // prettier-ignore
  });

  it('keeps the fragment and query of a plain URL', async () => {
    const rows = await rowsOf('https://a.example/x?y=1#z\n');
    expect(fieldsOf(rows[0])?.urls).toEqual(['https://a.example/x?y=1#z']);
  });
});

describe('how a file is written', () => {
  const text = 'url,ghi chú\na.example,Trẻ bị bắt nạt ở trường\n';

  it.each(['utf-8', 'utf-16le', 'utf-16be', 'windows-1258'])('%s is read as the same words', async (encoding) => {
    // Windows-1258 writes tones as marks of their own, after letters that keep their own shape.
    const written = encoding === 'windows-1258' ? inWindows1258(text) : iconv.encode(text, encoding, { addBOM: true });
    for (const chunk of [1, 7, 65_536]) {
      expect(fieldsOf((await rowsOf(written, undefined, chunk))[0])?.note).toBe('Trẻ bị bắt nạt ở trường');
    }
  });

  it('one broken row does not turn the whole file into another code page', async () => {
    const bytes = Buffer.concat([
      Buffer.from('url,note\na.example,chữ\n'),
      Buffer.from([0x62, 0xff, 0xfe, 0x0a]),
      Buffer.from('c.example,được\n'),
    ]);
    const rows = await rowsOf(bytes, 'csv');
    expect(rows.map((row) => rejectOf(row) ?? fieldsOf(row)?.note)).toEqual(['chữ', 'invalid-text', 'được']);
  });

  it('a line of 10 MB is rejected with its number and costs nothing after it', async () => {
    const bytes = Buffer.concat([
      Buffer.from('a.example\n'),
      Buffer.alloc(10 * 1024 * 1024, 'x'),
      Buffer.from('\nb.example\n'),
    ]);
    const rows = await rowsOf(bytes);
    expect(rows.map((row) => [row.line, rejectOf(row) ?? fieldsOf(row)?.urls[0]])).toEqual([
      [1, 'a.example'],
      [2, 'too-long'],
      [3, 'b.example'],
    ]);
    expect(rows[1]?.text.length).toBeLessThanOrEqual(200);
  });
});

describe('any bytes at all', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'url,note\n',
      'a.example',
      ',',
      ';',
      '\t',
      '"',
      '""',
      '\n',
      '\r\n',
      '\r',
      '{"url":"b.example"}',
      '0.0.0.0 c.example',
      '||d.example^',
      '\uFEFF',
      'Đường dẫn',
      '\0',
      '#',
      '=1+1',
    ),
    fc.string(),
  );
  const bytes = fc.oneof(
    fc.array(piece).map((pieces) => Buffer.from(pieces.join(''))),
    fc.uint8Array({ maxLength: 300 }).map((given) => Buffer.from(given)),
  );
  const format = fc.constantFrom<ImportFormat | undefined>('csv', 'ndjson', 'list', undefined);

  it('never throw, and give the same rows however they are cut', async () => {
    await fc.assert(
      fc.asyncProperty(bytes, format, fc.integer({ min: 1, max: 40 }), async (given, as, chunk) => {
        const whole = await rowsOf(given, as);
        expect(await rowsOf(given, as, chunk)).toEqual(whole);
        const lines = whole.map((row) => row.line);
        expect(lines.every((line) => line >= 1)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

/** Decomposes only the tone marks: what the code page has as one letter (ă â ê ô ơ ư đ) stays one. */
function inWindows1258(text: string): Buffer {
  const tones = /[\u0300\u0301\u0303\u0309\u0323]/g;
  const written = Array.from(text.normalize('NFC'), (letter) => {
    const found = letter.normalize('NFD').match(tones) ?? [];
    return letter.normalize('NFD').replace(tones, '').normalize('NFC') + found.join('');
  });
  return iconv.encode(written.join(''), 'windows-1258');
}
