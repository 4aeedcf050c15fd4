import { createHash } from 'node:crypto';
import type { LetterFormat, RequestItem } from '#libs/contracts';
import type { Database } from '#libs/service-kit';
import { Problem } from '#libs/service-kit';
import type { Linked } from '../../answer-link/answer-links.js';
import { letterCsv } from './letter-csv.js';
import { letterDocx } from './letter-docx.js';
import type { LetterFacts, LetterIssued } from './letter-facts.js';
import { letterPdf } from './letter-pdf.js';
import { letterText } from './letter-text.js';
import type { LetterText } from './letter-text.js';

export type LetterBytes = Readonly<Record<LetterFormat, Buffer>>;
export type LetterDraft = Omit<LetterIssued, 'files'>;

/** The address at which one request of a letter is answered without an account. */
export type AnswerUrlOf = (base: string, request: Linked) => string;

/** How the two papers are made of a letter's words and its date. */
export type LetterPapers = Readonly<Record<'docx' | 'pdf', (text: LetterText, issuedAt: string) => Promise<Buffer>>>;

/** A letter's files: made from the letter's facts, kept as they were numbered, handed out as they were kept. */
export class LetterFiles {
  constructor(
    private readonly database: Pick<Database, 'query'>,
    private readonly answerUrl: AnswerUrlOf | undefined,
    private readonly papers: LetterPapers = { docx: letterDocx, pdf: letterPdf },
  ) {}

  /** Makes all three. The same letter gives the same bytes. */
  async make(
    letter: LetterDraft,
    items: readonly RequestItem[],
  ): Promise<{ readonly bytes: LetterBytes; readonly digests: LetterIssued['files'] }> {
    const facts = this.#facts(letter, items);
    const text = letterText(facts);
    const bytes = {
      docx: await this.papers.docx(text, letter.issuedAt),
      pdf: await this.papers.pdf(text, letter.issuedAt),
      csv: letterCsv(facts),
    };
    return { bytes, digests: { docx: sha256(bytes.docx), pdf: sha256(bytes.pdf), csv: sha256(bytes.csv) } };
  }

  async keep(letterId: string, bytes: LetterBytes): Promise<void> {
    for (const [format, body] of Object.entries(bytes)) {
      await this.database.query(
        'insert into dispatch_letters.file (letter_id, format, body) values ($1, $2, $3) on conflict do nothing',
        [letterId, format, body],
      );
    }
  }

  /**
   * One file, the bytes that its number was given to.
   * @throws {Problem} `not-found` when a request on it was erased: then its files go too; `letter-changed` when they were lost and this
   * version of the program makes other bytes, for one number has one letter.
   */
  async read(letter: LetterIssued, format: LetterFormat): Promise<Buffer> {
    const items = await this.#items(letter);
    if (items === null) {
      await this.database.query('delete from dispatch_letters.file where letter_id = $1', [letter.letterId]);
      throw new Problem('not-found');
    }
    const { rows } = await this.database.query<{ body: Buffer }>(
      'select body from dispatch_letters.file where letter_id = $1 and format = $2',
      [letter.letterId, format],
    );
    const kept = rows[0]?.body;
    if (kept !== undefined && sha256(kept) === letter.files[format]) return kept;
    const { bytes, digests } = await this.make(letter, items);
    if (digests[format] !== letter.files[format]) throw new Problem('letter-changed');
    return bytes[format];
  }

  /** The feed's items that the letter was written from; null when one of them has been erased. */
  async #items({ provider, items }: LetterIssued): Promise<RequestItem[] | null> {
    type Body = Omit<RequestItem, 'sequence' | 'target'> & { readonly target: RequestItem['target'] | null };
    const { rows } = await this.database.query<{ sequence: string; body: Body }>(
      'select sequence, body from dispatch_feed.item where provider = $1 and sequence = any($2::bigint[])',
      [provider, items.map(({ sequence }) => sequence)],
    );
    const found = new Map(rows.map(({ sequence, body }) => [Number(sequence), body]));
    const whole = items.flatMap(({ sequence }) => {
      const body = found.get(sequence);
      return !body?.target ? [] : [{ ...body, target: body.target, sequence }];
    });
    return whole.length === items.length ? whole : null;
  }

  #facts(letter: LetterDraft, items: readonly RequestItem[]): LetterFacts {
    const { number, kind, issuedAt, head, addressee, answersAt } = letter;
    const bySequence = new Map(items.map((item) => [item.sequence, item]));
    const rows = letter.items.flatMap(({ sequence, citation, linkRound = 0 }) => {
      const item = bySequence.get(sequence);
      if (item === undefined) return [];
      const { reference, action, target, dueAt, expiresAt } = item;
      const linked = answersAt !== null && linkRound !== null;
      const answerUrl = linked ? (this.answerUrl?.(answersAt, { ...item, round: linkRound }) ?? null) : null;
      return [{ reference, action, target, citation, dueAt, expiresAt, answerUrl }];
    });
    return { number, kind, issuedAt, head, addressee, rows };
  }
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
