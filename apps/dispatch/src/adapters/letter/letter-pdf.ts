import { createRequire } from 'node:module';
import { sep } from 'node:path';
import pdfmake from 'pdfmake';
import type { Content, TDocumentDefinitions, TableCell } from 'pdfmake/interfaces.js';
import type { LetterText } from './letter-text.js';

const require = createRequire(import.meta.url);
const font = (name: string): string => require.resolve(`@expo-google-fonts/tinos/${name}`);

/** Tinos has the widths of Times New Roman, which the decree asks for, and may be embedded. */
const TINOS = {
  normal: font('400Regular/Tinos_400Regular.ttf'),
  bold: font('700Bold/Tinos_700Bold.ttf'),
  italics: font('400Regular_Italic/Tinos_400Regular_Italic.ttf'),
  bolditalics: font('700Bold_Italic/Tinos_700Bold_Italic.ttf'),
};
const FONT_FOLDER = `${sep}@expo-google-fonts${sep}tinos${sep}`;

pdfmake.setFonts({ Tinos: TINOS });
// A letter loads nothing but its font, whatever text somebody put into it.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => path.includes(FONT_FOLDER) && path.endsWith('.ttf'));

/** Margins of the decree in points: 30 mm where it is bound, 20 elsewhere (left, top, right, bottom). */
const MM = 72 / 25.4;
const MARGINS: [number, number, number, number] = [30 * MM, 20 * MM, 20 * MM, 20 * MM];
const INDENT = 12.7 * MM;

const centred = (text: string, more: object = {}): Content => ({ text, alignment: 'center', ...more });
const rule = (width: number): Content => ({
  canvas: [{ type: 'line', x1: 0, y1: 2, x2: width, y2: 2, lineWidth: 0.7 }],
  alignment: 'center',
});

/** The letter as PDF. Equal words and dates give equal bytes: creation date and file id come from the letter's own date. */
export function letterPdf(text: LetterText, issuedAt: string): Promise<Buffer> {
  const definition: TDocumentDefinitions = {
    pageSize: 'A4',
    pageMargins: MARGINS,
    language: 'vi',
    defaultStyle: { font: 'Tinos', fontSize: 13, lineHeight: 1.15 },
    info: {
      title: `${text.number} ${text.subject}`,
      creationDate: new Date(issuedAt),
      producer: 'La Chan',
      creator: 'La Chan',
    },
    // The decree numbers pages from the second one, in the middle of the top margin.
    header: (page) => (page === 1 ? null : { text: String(page), alignment: 'center', margin: [0, 10 * MM, 0, 0] }),
    content: [
      headOf(text),
      centred(text.addressee, { margin: [0, 18, 0, 12] }),
      ...text.before.map(paragraph),
      {
        margin: [0, 6, 0, 8],
        table: {
          headerRows: 1,
          dontBreakRows: true,
          widths: [18, '*', 90, 100],
          body: [
            text.columns.map((name) => ({ text: name, bold: true, alignment: 'center' as const, fontSize: 10.5 })),
            ...text.table.map((row) => row.map(cellOf)),
          ],
        },
      },
      ...text.after.map(paragraph),
      endOf(text),
    ],
  };
  return pdfmake.createPdf(definition).getBuffer();
}

/** Longer words are broken where the column ends: a long address would push the table off the sheet. */
const LONGEST_WORD = 30;

const cellOf = (value: string): TableCell => ({
  stack: value.split('\n').map((line) => ({
    text: line,
    fontSize: 10.5,
    ...(line.split(' ').some((word) => word.length > LONGEST_WORD) ? { wordBreak: 'break-all' as const } : {}),
  })),
});

const paragraph = (text: string): Content => ({
  text,
  alignment: 'justify',
  leadingIndent: INDENT,
  margin: [0, 0, 0, 6],
});

const headOf = (text: LetterText): Content => ({
  columns: [
    {
      width: '42%',
      stack: [
        ...(text.superior === null ? [] : [centred(text.superior, { fontSize: 12 })]),
        centred(text.issuer, { bold: true, fontSize: 12 }),
        rule(60),
        centred(text.number, { margin: [0, 6, 0, 0] }),
        centred(text.subject, { fontSize: 12 }),
        ...(text.urgency === null ? [] : [urgencyOf(text.urgency)]),
      ],
    },
    {
      width: '58%',
      stack: [
        centred(text.nation, { bold: true, fontSize: 12 }),
        centred(text.motto, { bold: true }),
        rule(150),
        centred(text.placeAndDate, { italics: true, margin: [0, 6, 0, 0] }),
      ],
    },
  ],
  columnGap: 6,
});

const urgencyOf = (text: string): Content => ({
  margin: [0, 8, 0, 0],
  columns: [
    { width: '*', text: '' },
    { width: 'auto', table: { body: [[{ text, bold: true, margin: [6, 0, 6, 0] }]] } },
    { width: '*', text: '' },
  ],
});

const endOf = (text: LetterText): Content => ({
  unbreakable: true,
  margin: [0, 10, 0, 0],
  columns: [
    {
      width: '50%',
      stack: [
        { text: 'Nơi nhận:', bold: true, italics: true, fontSize: 12 },
        ...text.recipients.map((name) => ({ text: name, fontSize: 11 })),
      ],
    },
    {
      width: '50%',
      stack: [
        ...(text.authority === null ? [] : [centred(text.authority, { bold: true })]),
        centred(text.signer, { bold: true }),
        // Room for signature, seal and name.
        { text: ' ', margin: [0, 0, 0, 60] },
      ],
    },
  ],
});
