import { createHmac, timingSafeEqual } from 'node:crypto';
import { Problem } from '../problem/problem.js';

const MAC_BYTES = 12;
const LONGEST = 2_048;

/**
 * Makes and reads the opaque cursors of lists. A cursor is signed together with the name of its list and, where the
 * list is somebody's own, its owner: a cursor of another list, another caller or another installation is refused.
 */
export class CursorCodec {
  constructor(private readonly secret: Buffer) {}

  /**
   * @param scope the list and whose it is, e.g. `requests:<provider>`; never sent.
   * @param place where to go on: any JSON value. It is signed, not hidden: nothing secret belongs in it.
   */
  encode(scope: string, place: unknown): string {
    const body = Buffer.from(JSON.stringify(place), 'utf8');
    return Buffer.concat([this.#mac(scope, body), body]).toString('base64url');
  }

  /**
   * The place that `encode` was given for the same scope; undefined without a cursor.
   * @throws {Problem} `invalid-cursor` (400) for a garbled or foreign one.
   */
  decode(scope: string, cursor: string | undefined): unknown {
    if (cursor === undefined) return undefined;
    if (cursor.length > LONGEST || !/^[\w-]+$/.test(cursor)) throw new Problem('invalid-cursor');
    const bytes = Buffer.from(cursor, 'base64url');
    const body = bytes.subarray(MAC_BYTES);
    const expected = this.#mac(scope, body);
    const given = bytes.subarray(0, MAC_BYTES);
    if (given.length !== MAC_BYTES || !timingSafeEqual(given, expected)) throw new Problem('invalid-cursor');
    return JSON.parse(body.toString('utf8')) as unknown;
  }

  #mac(scope: string, body: Buffer): Buffer {
    return createHmac('sha256', this.secret).update(`${scope}\0`).update(body).digest().subarray(0, MAC_BYTES);
  }
}
