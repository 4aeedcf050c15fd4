import { randomInt } from 'node:crypto';

/** The numbers of RFC 1035, 2136 and 8945 that are used here. */
export const TYPE = { A: 1, NS: 2, CNAME: 5, SOA: 6, TXT: 16, AAAA: 28, TSIG: 250, AXFR: 252, ANY: 255 } as const;
export const CLASS = { IN: 1, NONE: 254, ANY: 255 } as const;
const OPCODE_UPDATE = 5;

export const RCODES = [
  'NOERROR',
  'FORMERR',
  'SERVFAIL',
  'NXDOMAIN',
  'NOTIMP',
  'REFUSED',
  'YXDOMAIN',
  'YXRRSET',
  'NXRRSET',
  'NOTAUTH',
  'NOTZONE',
] as const;
export type Rcode = (typeof RCODES)[number] | `RCODE${number}`;

/** One resource record. Names are without the final dot; rdata is as on the wire. */
export interface DnsRecord {
  readonly name: string;
  readonly type: number;
  readonly class: number;
  readonly ttl: number;
  readonly rdata: Buffer;
}

export interface Message {
  readonly id: number;
  readonly rcode: Rcode;
  readonly truncated: boolean;
  readonly answers: readonly DnsRecord[];
  readonly authority: readonly DnsRecord[];
  readonly additional: readonly DnsRecord[];
  /** Where a final TSIG record begins; undefined without one. */
  readonly signedUpTo?: number;
}

/** A name that cannot be written: a label of no or more than 63 octets, or more than 255 octets in all (RFC 1035 §2.3.4). */
export class UnspeakableName extends Error {
  override readonly name = 'UnspeakableName';
}

/** A name as on the wire, uncompressed and in lower case, the form that signatures take (RFC 8945 §4.3.3). */
export function encodeName(name: string): Buffer {
  if (name === '') return Buffer.from([0]);
  const text = name.toLowerCase();
  if (text.length > 253) throw new UnspeakableName(`a name of ${String(text.length + 2)} octets`);
  const encoded = Buffer.alloc(text.length + 2);
  encoded.write(text, 1, 'latin1');
  // In place: the octet before each label becomes its length.
  let before = 0;
  for (let at = 1; at <= text.length + 1; at += 1) {
    if (at <= text.length && encoded[at] !== DOT) continue;
    const length = at - before - 1;
    if (length === 0 || length > 63) throw new UnspeakableName(`a label of ${String(length)} octets`);
    encoded[before] = length;
    before = at;
  }
  return encoded;
}

const DOT = 0x2e;

/**
 * A name below the one that a message's question or zone section begins with: its own labels, and a pointer to the rest (RFC
 * 1035 §4.1.4). In a policy zone that is the shorter half of every name.
 * @param own the labels below it; @param above the name that stands there.
 */
export function encodeNameBelow(own: string, above: string): Buffer {
  const encoded = encodeName(own);
  // In full it would have to be a name too.
  const length = encoded.length + above.length + 1;
  if (length > 255) throw new UnspeakableName(`a name of ${String(length)} octets`);
  return Buffer.concat([encoded.subarray(0, -1), TO_FIRST_NAME]);
}

/** Behind the header's twelve octets. */
const TO_FIRST_NAME = Buffer.from([0xc0, 12]);

/** @param record with its name as text, or as on the wire already. */
export function encodeRecord(record: Omit<DnsRecord, 'name'> & { readonly name: string | Buffer }): Buffer {
  const { type, class: klass, ttl, rdata } = record;
  const name = typeof record.name === 'string' ? encodeName(record.name) : record.name;
  const encoded = Buffer.allocUnsafe(name.length + 10 + rdata.length);
  encoded.set(name, 0);
  let at = encoded.writeUInt16BE(type, name.length);
  at = encoded.writeUInt16BE(klass, at);
  at = encoded.writeUInt32BE(ttl, at);
  at = encoded.writeUInt16BE(rdata.length, at);
  encoded.set(rdata, at);
  return encoded;
}

/** Text as TXT rdata: pieces of at most 255 octets. */
export function encodeText(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length || at === 0; at += 255) {
    const piece = bytes.subarray(at, at + 255);
    pieces.push(Buffer.from([piece.length]), piece);
  }
  return Buffer.concat(pieces);
}

export function decodeText(rdata: Buffer): string {
  const pieces: Buffer[] = [];
  for (let at = 0; at < rdata.length; at += 1 + (rdata[at] ?? 0)) {
    pieces.push(rdata.subarray(at + 1, at + 1 + (rdata[at] ?? 0)));
  }
  return Buffer.concat(pieces).toString('utf8');
}

function encode(flags: number, counts: readonly [number, number, number, number], body: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt16BE(randomInt(0x10000), 0);
  header.writeUInt16BE(flags, 2);
  for (const [index, count] of counts.entries()) header.writeUInt16BE(count, 4 + 2 * index);
  return Buffer.concat([header, ...body]);
}

/** A name, its type and class, as in a question or in the zone section of an UPDATE. */
const question = (name: string, type: number): Buffer =>
  Buffer.concat([encodeName(name), Buffer.from([type >> 8, type & 0xff, 0, CLASS.IN])]);

/** One question. `recurse`: the resolver shall find the answer itself. */
export const encodeQuery = (name: string, type: number, { recurse = false } = {}): Buffer =>
  encode(recurse ? 0x0100 : 0, [1, 0, 0, 0], [question(name, type)]);

/** An UPDATE of a zone (RFC 2136 §2): all of it happens if every prerequisite holds, or nothing. */
export const encodeUpdate = (zone: string, prerequisites: readonly Buffer[], updates: readonly Buffer[]): Buffer =>
  encode(
    OPCODE_UPDATE << 11,
    [1, prerequisites.length, updates.length, 0],
    [question(zone, TYPE.SOA), ...prerequisites, ...updates],
  );

/** @throws {RangeError} when the bytes end before the message does, or a name runs in circles. */
export function decodeMessage(bytes: Buffer): Message {
  const flags = bytes.readUInt16BE(2);
  let at = 12;
  for (let left = bytes.readUInt16BE(4); left > 0; left -= 1) at = readName(bytes, at).end + 4;
  if (at > bytes.length) throw new RangeError('a question goes beyond its message');
  let signedUpTo: number | undefined;
  const section = (count: number): DnsRecord[] =>
    Array.from({ length: count }, () => {
      const { record, end } = readRecord(bytes, at);
      signedUpTo = record.type === TYPE.TSIG ? at : undefined;
      at = end;
      return record;
    });
  const [answers, authority, additional] = [6, 8, 10].map((offset) => section(bytes.readUInt16BE(offset)));
  return {
    id: bytes.readUInt16BE(0),
    rcode: RCODES[flags & 0xf] ?? `RCODE${flags & 0xf}`,
    truncated: (flags & 0x0200) !== 0,
    answers: answers ?? [],
    authority: authority ?? [],
    additional: additional ?? [],
    ...(signedUpTo === undefined ? {} : { signedUpTo }),
  };
}

function readRecord(bytes: Buffer, from: number): { record: DnsRecord; end: number } {
  const { name, end: at } = readName(bytes, from);
  const length = bytes.readUInt16BE(at + 8);
  const end = at + 10 + length;
  if (end > bytes.length) throw new RangeError('a record goes beyond its message');
  const [type, klass, ttl] = [bytes.readUInt16BE(at), bytes.readUInt16BE(at + 2), bytes.readUInt32BE(at + 4)];
  // A compressed target is written out: rdata stays readable without its message.
  const rdata = type === TYPE.CNAME ? encodeName(readName(bytes, at + 10).name) : bytes.subarray(at + 10, end);
  return { record: { name, type, class: klass, ttl, rdata }, end };
}

/** Reads a name, following compression pointers; a pointer must go backwards, so that no name runs in circles. */
export function readName(bytes: Buffer, from: number): { name: string; end: number } {
  const labels: string[] = [];
  let at = from;
  let end: number | undefined;
  for (;;) {
    const length = bytes.readUInt8(at);
    if (length === 0) return { name: labels.join('.').toLowerCase(), end: end ?? at + 1 };
    if (length >= 0xc0) {
      const pointer = bytes.readUInt16BE(at) & 0x3fff;
      if (pointer >= at) throw new RangeError('a name points forwards');
      end ??= at + 2;
      at = pointer;
      continue;
    }
    labels.push(bytes.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
}
