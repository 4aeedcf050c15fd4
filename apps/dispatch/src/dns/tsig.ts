import { createHmac, timingSafeEqual } from 'node:crypto';
import { CLASS, TYPE, decodeMessage, encodeName, encodeRecord, readName } from '#libs/dns';
import type { Message } from '#libs/dns';

/** A shared key as BIND's configuration names it. Only hmac-sha256 is spoken. */
export interface TsigKey {
  readonly name: string;
  readonly secret: Buffer;
}

const ALGORITHM = 'hmac-sha256';
/** Seconds that two clocks may differ. */
const FUDGE = 300;
const ERRORS: Readonly<Record<number, string>> = { 16: 'BADSIG', 17: 'BADKEY', 18: 'BADTIME' };

/** A message without the signature of the key, or one that the other side did not accept. Says why, never the key. */
export class TsigRefused extends Error {
  override readonly name = 'TsigRefused';
}

/** A signed request; what answers it is verified against `mac`. */
export interface Signed {
  readonly bytes: Buffer;
  readonly mac: Buffer;
}

/** Signs a request (RFC 8945 §5.1). @param now milliseconds. */
export function sign(message: Buffer, key: TsigKey, now: number): Signed {
  const timers = timersOf(Math.floor(now / 1_000));
  const mac = hmac(key, [message, variables(key, timers, 0, EMPTY)]);
  const originalId = message.subarray(0, 2);
  const rdata = Buffer.concat([encodeName(ALGORITHM), timers, u16(mac.length), mac, originalId, u16(0), u16(0)]);
  const record = encodeRecord({ name: key.name, type: TYPE.TSIG, class: CLASS.ANY, ttl: 0, rdata });
  const bytes = Buffer.concat([message, record]);
  bytes.writeUInt16BE(message.readUInt16BE(10) + 1, 10);
  return { bytes, mac };
}

/**
 * Verifies what answers one signed request: one message, or the many of a transfer, of which not each carries a signature
 * but the last one must (RFC 8945 §5.3.1). What was not covered by a signature yet must not be believed.
 */
export class TsigAnswer {
  #prior: Buffer;
  #first = true;
  #uncovered: Buffer[] = [];

  constructor(
    private readonly key: TsigKey,
    request: Signed,
    private readonly now: () => number,
  ) {
    this.#prior = request.mac;
  }

  /** Whether everything so far is covered by a signature. */
  get settled(): boolean {
    return !this.#first && this.#uncovered.length === 0;
  }

  /** @throws {TsigRefused} when the signature is wrong, or missing where there must be one. */
  take(bytes: Buffer): Message {
    const message = decodeMessage(bytes);
    if (message.signedUpTo === undefined) {
      if (this.#first) throw new TsigRefused(`the answer (${message.rcode}) is not signed`);
      this.#uncovered.push(bytes);
      return message;
    }
    const tsig = readTsig(bytes, message.signedUpTo);
    if (tsig.mac.length === 0) throw new TsigRefused(ERRORS[tsig.error] ?? `error ${String(tsig.error)}`);
    if (tsig.name !== this.key.name.toLowerCase() || tsig.algorithm !== ALGORITHM) {
      throw new TsigRefused('the answer is signed with another key');
    }
    const stripped = Buffer.from(bytes.subarray(0, message.signedUpTo));
    stripped.writeUInt16BE(bytes.readUInt16BE(10) - 1, 10);
    tsig.originalId.copy(stripped, 0);
    const timers = bytes.subarray(tsig.timersAt, tsig.timersAt + 8);
    const closing = this.#first ? variables(this.key, timers, tsig.error, tsig.other) : timers;
    const parts = [u16(this.#prior.length), this.#prior, ...this.#uncovered, stripped, closing];
    const mac = hmac(this.key, parts);
    if (mac.length !== tsig.mac.length || !timingSafeEqual(mac, tsig.mac)) {
      throw new TsigRefused('the signature of the answer is wrong');
    }
    if (tsig.error !== 0) throw new TsigRefused(ERRORS[tsig.error] ?? `error ${String(tsig.error)}`);
    if (Math.abs(this.now() / 1_000 - tsig.signedAt) > FUDGE) throw new TsigRefused('the answer is from another time');
    this.#prior = mac;
    this.#first = false;
    this.#uncovered = [];
    return message;
  }
}

const EMPTY = Buffer.alloc(0);

const hmac = (key: TsigKey, parts: readonly Buffer[]): Buffer => {
  const made = createHmac('sha256', key.secret);
  for (const part of parts) made.update(part);
  return made.digest();
};

const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);

/** Time signed in 48 bits, and fudge. @param seconds since 1970. */
function timersOf(seconds: number): Buffer {
  const timers = Buffer.alloc(8);
  timers.writeUIntBE(seconds, 0, 6);
  timers.writeUInt16BE(FUDGE, 6);
  return timers;
}

const variables = (key: TsigKey, timers: Buffer, error: number, other: Buffer): Buffer =>
  Buffer.concat([
    encodeName(key.name),
    u16(CLASS.ANY),
    Buffer.alloc(4),
    encodeName(ALGORITHM),
    timers,
    u16(error),
    u16(other.length),
    other,
  ]);

function readTsig(bytes: Buffer, from: number) {
  const { name, end } = readName(bytes, from);
  if (bytes.readUInt16BE(end + 2) !== CLASS.ANY || bytes.readUInt32BE(end + 4) !== 0) {
    throw new TsigRefused('the signature is not a TSIG record');
  }
  const { name: algorithm, end: timersAt } = readName(bytes, end + 10);
  const macAt = timersAt + 10;
  const macEnd = macAt + bytes.readUInt16BE(timersAt + 8);
  const otherEnd = macEnd + 6 + bytes.readUInt16BE(macEnd + 4);
  if (otherEnd !== bytes.length || otherEnd !== end + 10 + bytes.readUInt16BE(end + 8)) {
    throw new TsigRefused('the signature does not end with its message');
  }
  return {
    name,
    algorithm,
    timersAt,
    signedAt: bytes.readUIntBE(timersAt, 6),
    mac: bytes.subarray(macAt, macEnd),
    originalId: bytes.subarray(macEnd, macEnd + 2),
    error: bytes.readUInt16BE(macEnd + 2),
    other: bytes.subarray(macEnd + 6, otherEnd),
  };
}
