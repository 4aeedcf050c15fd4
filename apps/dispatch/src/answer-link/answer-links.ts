import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { REQUEST_KINDS, keysOf } from '#libs/contracts';
import type { RequestItem, RequestKind } from '#libs/contracts';

/** The page of the links, below the installation's public address. */
export const ANSWER_PATH = 'tra-loi';
/** How long after its due time a request can still be answered by its link (ms). */
export const ANSWERABLE_FOR = 30 * 24 * 60 * 60 * 1_000;

const KINDS = keysOf(REQUEST_KINDS);
const UUID = 16;
const BODY = UUID + 1 + 4;
/** 144 bits: nobody finds one by trying, and a token is whole groups of base64url, so that no spare bit can be flipped unseen. */
const TAG = 18;

/**
 * What a link is made of: nothing of the target, the category, the case or the provider. `round` counts the links that were issued in
 * the place of revoked ones; without it the link is the first.
 */
export type Linked = Pick<RequestItem, 'id' | 'kind' | 'dueAt'> & { readonly round?: number | undefined };

export interface AnswerToken {
  readonly id: string;
  readonly kind: RequestKind;
  readonly round: number;
}

/**
 * Links at which whoever has a notice or a letter answers that one request without an account. A token is the request's id, its kind,
 * its round and its last moment, with an HMAC over them: no token is stored, and a notice that is sent again has the same bytes.
 */
export class AnswerLinks {
  readonly #key: Buffer;

  /** @param secret the installation's, 32 bytes; the key is derived from it for this purpose alone. */
  constructor(secret: Buffer) {
    this.#key = Buffer.from(hkdfSync('sha256', secret, '', 'lachan answer link', 32));
  }

  /** @param base where links of the installation begin, without a slash at the end. */
  url(base: string, request: Linked): string {
    return `${base}/${this.token(request)}`;
  }

  token({ id, kind, dueAt, round = 0 }: Linked): string {
    const body = Buffer.alloc(BODY);
    body.write(id.replaceAll('-', ''), 'hex');
    // The kind is the lowest bit, the round the seven above it: a first link has the bytes it had before there were rounds.
    body.writeUInt8((round << 1) | KINDS.indexOf(kind), UUID);
    body.writeUInt32BE(Math.floor((Date.parse(dueAt) + ANSWERABLE_FOR) / 1_000), UUID + 1);
    return Buffer.concat([body, this.#tag(body)]).toString('base64url');
  }

  /** What a token is for; null for one that is not ours or whose last moment is over: nobody learns which. */
  read(token: string, now: Date): AnswerToken | null {
    const bytes = Buffer.from(token, 'base64url');
    // The decoder takes other spellings of the same bytes; a link has one.
    if (bytes.length !== BODY + TAG || bytes.toString('base64url') !== token) return null;
    const body = bytes.subarray(0, BODY);
    if (!timingSafeEqual(bytes.subarray(BODY), this.#tag(body))) return null;
    const kindAndRound = body.readUInt8(UUID);
    const kind = KINDS[kindAndRound & 1];
    if (kind === undefined || body.readUInt32BE(UUID + 1) * 1_000 < now.getTime()) return null;
    const id = body.toString('hex', 0, UUID).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    return { id, kind, round: kindAndRound >> 1 };
  }

  #tag(body: Buffer): Buffer {
    return createHmac('sha256', this.#key).update(body).digest().subarray(0, TAG);
  }
}
