const LF = 0x0a;
const CR = 0x0d;

/** The longest physical line that is read, in bytes. The rest of a longer one is skipped without being kept in memory. */
export const LONGEST_LINE = 1024 * 1024;
/** How much of a line that is too long is kept, to show where it is. */
const KEPT_OF_TOO_LONG = 1024;

export interface ByteLine {
  /** From 1. */
  readonly number: number;
  /** Without its line end; only the beginning when `tooLong`. */
  readonly bytes: Buffer;
  readonly tooLong: boolean;
}

/**
 * Cuts bytes into lines ended by LF, CRLF or CR, whatever the chunks are. Holds at most one line of `LONGEST_LINE`
 * bytes: a line of 10 MB costs no memory and stops nothing.
 */
export class LineSplitter {
  #held: Buffer[] = [];
  #heldBytes = 0;
  #tooLong = false;
  #afterCr = false;
  #number = 0;

  push(chunk: Buffer): ByteLine[] {
    const lines: ByteLine[] = [];
    let start = this.#afterCr && chunk[0] === LF ? 1 : 0;
    if (chunk.length > 0) this.#afterCr = false;
    let lf = chunk.indexOf(LF, start);
    let cr = chunk.indexOf(CR, start);
    while (lf !== -1 || cr !== -1) {
      const end = lf === -1 ? cr : cr === -1 ? lf : Math.min(lf, cr);
      lines.push(this.#finish(chunk.subarray(start, end)));
      start = end + 1;
      if (end === cr) {
        if (chunk[start] === LF) start += 1;
        else if (start === chunk.length) this.#afterCr = true;
        cr = chunk.indexOf(CR, start);
      }
      if (lf !== -1 && lf < start) lf = chunk.indexOf(LF, start);
    }
    this.#hold(chunk.subarray(start));
    return lines;
  }

  /** The last line, when the file does not end with a line end. */
  end(): ByteLine[] {
    return this.#heldBytes > 0 ? [this.#finish(Buffer.alloc(0))] : [];
  }

  #hold(part: Buffer): void {
    if (part.length === 0) return;
    this.#heldBytes += part.length;
    if (this.#heldBytes > LONGEST_LINE) {
      this.#held = [Buffer.concat([...this.#held, part]).subarray(0, KEPT_OF_TOO_LONG)];
      this.#tooLong = true;
    } else {
      this.#held.push(part);
    }
  }

  #finish(part: Buffer): ByteLine {
    this.#number += 1;
    if (this.#heldBytes === 0 && part.length <= LONGEST_LINE)
      return { number: this.#number, bytes: part, tooLong: false };
    this.#hold(part);
    const line = { number: this.#number, bytes: Buffer.concat(this.#held), tooLong: this.#tooLong };
    this.#held = [];
    this.#heldBytes = 0;
    this.#tooLong = false;
    return line;
  }
}
