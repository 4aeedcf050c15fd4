import { isAscii } from 'node:buffer';
import iconv from 'iconv-lite';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1258';

/**
 * Finds out how a file is written. A byte order mark decides; otherwise UTF-8, unless more of its non-ASCII text is
 * broken UTF-8 than is whole: then it is Windows-1258, the code page of older Vietnamese spreadsheets. Counting, and not the
 * first bad byte, decides, so that one broken row does not garble the other million.
 */
export class EncodingDetector {
  #head = Buffer.alloc(0);
  #whole = 0;
  #broken = 0;
  /** Continuation bytes still missing of the sequence being read. */
  #missing = 0;

  push(chunk: Buffer): void {
    if (this.#head.length < 3) this.#head = Buffer.concat([this.#head, chunk.subarray(0, 3 - this.#head.length)]);
    if (this.#missing === 0 && isAscii(chunk)) return;
    for (const byte of chunk) this.#count(byte);
  }

  result(): Encoding {
    if (this.#head[0] === 0xff && this.#head[1] === 0xfe) return 'utf-16le';
    if (this.#head[0] === 0xfe && this.#head[1] === 0xff) return 'utf-16be';
    const broken = this.#broken + (this.#missing > 0 ? 1 : 0);
    return broken > this.#whole ? 'windows-1258' : 'utf-8';
  }

  #count(byte: number): void {
    if (this.#missing > 0) {
      if ((byte & 0xc0) === 0x80) {
        this.#missing -= 1;
        if (this.#missing === 0) this.#whole += 1;
        return;
      }
      this.#missing = 0;
      this.#broken += 1;
    }
    if (byte < 0x80) return;
    if (byte >= 0xc2 && byte < 0xe0) this.#missing = 1;
    else if (byte >= 0xe0 && byte < 0xf0) this.#missing = 2;
    else if (byte >= 0xf0 && byte < 0xf5) this.#missing = 3;
    else this.#broken += 1;
  }
}

/** Re-writes bytes of one encoding as UTF-8 without a byte order mark, chunk by chunk. */
export class Transcoder {
  readonly #decoder: ReturnType<typeof iconv.getDecoder> | undefined;
  #head: Buffer | undefined = Buffer.alloc(0);

  constructor(encoding: Encoding) {
    this.#decoder = encoding === 'utf-8' ? undefined : iconv.getDecoder(encoding, { stripBOM: true });
  }

  push(chunk: Buffer): Buffer {
    if (this.#decoder) return Buffer.from(this.#decoder.write(chunk), 'utf8');
    if (this.#head === undefined) return chunk;
    const head = Buffer.concat([this.#head, chunk]);
    if (head.length < 3) {
      this.#head = head;
      return Buffer.alloc(0);
    }
    this.#head = undefined;
    return withoutBom(head);
  }

  end(): Buffer {
    if (this.#decoder) return Buffer.from(this.#decoder.end() ?? '', 'utf8');
    const head = this.#head ?? Buffer.alloc(0);
    this.#head = undefined;
    return withoutBom(head);
  }
}

const BOM = Buffer.from('\uFEFF', 'utf8');
const withoutBom = (bytes: Buffer): Buffer => (bytes.subarray(0, 3).equals(BOM) ? bytes.subarray(3) : bytes);
