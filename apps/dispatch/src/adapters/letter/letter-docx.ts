import {
  AlignmentType,
  BorderStyle,
  Document,
  Header,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
  convertMillimetersToTwip,
} from 'docx';
import { unzipSync, zipSync } from 'fflate';
import type { LetterText } from './letter-text.js';

const FONT = 'Times New Roman';
/** Half points, as the format counts. */
const SIZE = { body: 26, small: 24, table: 21, fine: 22 };
/** Width between the margins (mm): 210 less 30 and 20. */
const WIDTH = 160;

interface Look {
  readonly bold?: boolean;
  readonly italics?: boolean;
  readonly size?: number;
}

/** The letter as DOCX. Equal words and dates give equal bytes: the archive holds no moment but the letter's own. */
export async function letterDocx(text: LetterText, issuedAt: string): Promise<Buffer> {
  const document = new Document({
    creator: 'Lá Chắn',
    lastModifiedBy: 'Lá Chắn',
    title: `${text.number} ${text.subject}`,
    styles: { default: { document: { run: { font: FONT, size: SIZE.body, language: { value: 'vi-VN' } } } } },
    sections: [
      {
        properties: {
          titlePage: true,
          page: {
            size: { width: convertMillimetersToTwip(210), height: convertMillimetersToTwip(297) },
            margin: {
              left: convertMillimetersToTwip(30),
              right: convertMillimetersToTwip(20),
              top: convertMillimetersToTwip(20),
              bottom: convertMillimetersToTwip(20),
            },
          },
        },
        headers: {
          first: new Header({ children: [new Paragraph({})] }),
          default: new Header({
            children: [
              new Paragraph({
                alignment: AlignmentType.CENTER,
                children: [new TextRun({ children: [PageNumber.CURRENT] })],
              }),
            ],
          }),
        },
        children: [
          headOf(text),
          centred(text.addressee, {}, 240),
          ...text.before.map(body),
          requestsOf(text),
          ...text.after.map((line, index) => body(line, index === 0 ? 120 : 0)),
          endOf(text),
        ],
      },
    ],
  });
  return settled(await Packer.toBuffer(document), issuedAt);
}

const lines = (text: string, look: Look): TextRun[] =>
  text
    .split('\n')
    .map((line, index) => new TextRun({ size: SIZE.body, ...look, text: line, ...(index > 0 ? { break: 1 } : {}) }));

const centred = (text: string, look: Look = {}, before = 0): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { before, after: 0 },
    children: lines(text, look),
  });

const body = (text: string, before = 0): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.JUSTIFIED,
    indent: { firstLine: convertMillimetersToTwip(12.7) },
    spacing: { before, after: 120 },
    children: lines(text, {}),
  });

/** A short line below a name, as the decree draws it. */
const rule = (mm: number, within: number): Paragraph =>
  new Paragraph({
    spacing: { before: 0, after: 60, line: 60, lineRule: 'exact' },
    indent: {
      left: convertMillimetersToTwip((within - mm) / 2),
      right: convertMillimetersToTwip((within - mm) / 2),
    },
    border: { top: { style: BorderStyle.SINGLE, size: 6, space: 1, color: '000000' } },
    children: [],
  });

const NO_BORDER = { style: BorderStyle.NONE, size: 0, color: 'FFFFFF' };
const NO_BORDERS = {
  top: NO_BORDER,
  bottom: NO_BORDER,
  left: NO_BORDER,
  right: NO_BORDER,
  insideHorizontal: NO_BORDER,
  insideVertical: NO_BORDER,
};

const grid = (widths: readonly number[], rows: TableRow[], borders?: typeof NO_BORDERS): Table =>
  new Table({
    width: { size: convertMillimetersToTwip(WIDTH), type: WidthType.DXA },
    columnWidths: widths.map((mm) => convertMillimetersToTwip(mm)),
    rows,
    ...(borders ? { borders } : {}),
  });

const cellOf = (mm: number, children: Paragraph[]): TableCell =>
  new TableCell({
    width: { size: convertMillimetersToTwip(mm), type: WidthType.DXA },
    verticalAlign: VerticalAlignTable.TOP,
    margins: { left: 60, right: 60 },
    children,
  });

const headOf = (text: LetterText): Table =>
  grid(
    [66, 94],
    [
      new TableRow({
        children: [
          cellOf(66, [
            ...(text.superior === null ? [] : [centred(text.superior, { size: SIZE.small })]),
            centred(text.issuer, { bold: true, size: SIZE.small }),
            rule(22, 64),
            centred(text.number),
            centred(text.subject, { size: SIZE.small }),
            ...(text.urgency === null ? [] : [urgencyOf(text.urgency)]),
          ]),
          cellOf(94, [
            centred(text.nation, { bold: true, size: SIZE.small }),
            centred(text.motto, { bold: true }),
            rule(54, 92),
            centred(text.placeAndDate, { italics: true }),
          ]),
        ],
      }),
    ],
    NO_BORDERS,
  );

const urgencyOf = (text: string): Paragraph => {
  const line = { style: BorderStyle.SINGLE, size: 6, space: 2, color: '000000' };
  const side = convertMillimetersToTwip(20);
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { before: 120 },
    indent: { left: side, right: side },
    border: { top: line, bottom: line, left: line, right: line },
    children: lines(text, { bold: true }),
  });
};

const COLUMNS = [10, 80, 32, 38];

const requestsOf = (text: LetterText): Table =>
  grid(COLUMNS, [
    new TableRow({
      tableHeader: true,
      children: text.columns.map((name, column) =>
        cellOf(COLUMNS[column] ?? 0, [centred(name, { bold: true, size: SIZE.table })]),
      ),
    }),
    ...text.table.map(
      (row) =>
        new TableRow({
          cantSplit: true,
          children: row.map((value, column) =>
            cellOf(COLUMNS[column] ?? 0, [new Paragraph({ children: lines(value, { size: SIZE.table }) })]),
          ),
        }),
    ),
  ]);

const endOf = (text: LetterText): Table =>
  grid(
    [80, 80],
    [
      new TableRow({
        cantSplit: true,
        children: [
          cellOf(80, [
            new Paragraph({ children: lines('Nơi nhận:', { bold: true, italics: true, size: SIZE.small }) }),
            ...text.recipients.map((name) => new Paragraph({ children: lines(name, { size: SIZE.fine }) })),
          ]),
          cellOf(80, [
            ...(text.authority === null ? [] : [centred(text.authority, { bold: true })]),
            centred(text.signer, { bold: true }),
            // Room for signature, seal and name.
            centred(' ', {}, 1_200),
          ]),
        ],
      }),
    ],
    NO_BORDERS,
  );

/** The same archive, its files in order of their names, with the letter's date wherever the library put the present. */
function settled(archive: Buffer, issuedAt: string): Buffer {
  const files = unzipSync(archive);
  const moment = `${issuedAt.slice(0, 19)}Z`;
  const core = new TextDecoder()
    .decode(files['docProps/core.xml'])
    .replaceAll(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, `$1${moment}`);
  const named = Object.entries({ ...files, 'docProps/core.xml': new TextEncoder().encode(core) });
  const sorted = Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)));
  // The archive's own times are local ones without a zone: a fixed one is the same everywhere.
  return Buffer.from(zipSync(sorted, { mtime: new Date(1980, 0, 1), level: 6 }));
}
