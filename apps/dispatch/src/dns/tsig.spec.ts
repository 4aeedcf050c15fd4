import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  CLASS,
  TYPE,
  decodeMessage,
  encodeName,
  encodeQuery,
  encodeRecord,
  encodeText,
  decodeText,
  UnspeakableName,
  encodeNameBelow,
  encodeUpdate,
  readName,
} from '#libs/dns';
import { TsigAnswer, TsigRefused, sign, type TsigKey } from './tsig.js';

const KEY: TsigKey = { name: 'dispatcher', secret: Buffer.alloc(32, 3) };
const AT = Date.parse('2026-11-23T10:00:00Z');

/** A server's answer to a signed request: signed over the request's MAC, as RFC 8945 §5.3 says. */
function answerTo(mac: Buffer, key: TsigKey = KEY, at = AT): Buffer {
  const message = encodeQuery('example.test', TYPE.SOA);
  const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
  const timers = Buffer.alloc(8);
  timers.writeUIntBE(Math.floor(at / 1_000), 0, 6);
  timers.writeUInt16BE(300, 6);
  const algorithm = encodeName('hmac-sha256');
  const variables = Buffer.concat([
    encodeName(key.name),
    u16(CLASS.ANY),
    Buffer.alloc(4),
    algorithm,
    timers,
    u16(0),
    u16(0),
  ]);
  const made = createHmac('sha256', key.secret)
    .update(u16(mac.length))
    .update(mac)
    .update(message)
    .update(variables)
    .digest();
  const rdata = Buffer.concat([algorithm, timers, u16(made.length), made, message.subarray(0, 2), u16(0), u16(0)]);
  const bytes = Buffer.concat([
    message,
    encodeRecord({ name: key.name, type: TYPE.TSIG, class: CLASS.ANY, ttl: 0, rdata }),
  ]);
  bytes.writeUInt16BE(1, 10);
  return bytes;
}

const refused = (work: () => unknown): boolean => {
  try {
    work();
    return false;
  } catch {
    return true;
  }
};

describe('a signed exchange', () => {
  const request = sign(encodeQuery('example.test', TYPE.SOA), KEY, AT);
  const take = (bytes: Buffer, now = AT) => new TsigAnswer(KEY, request, () => now).take(bytes);

  it('takes the answer to its own request', () => {
    expect(take(answerTo(request.mac)).rcode).toBe('NOERROR');
    expect(decodeMessage(request.bytes).additional.map(({ type }) => type)).toEqual([TYPE.TSIG]);
  });

  it('refuses an answer that was changed in any one octet, or does not believe it', () => {
    const good = answerTo(request.mac);
    // The id of the header is restored from the signature's own copy, as forwarders may change it.
    for (let at = 2; at < good.length; at += 1) {
      const bad = Buffer.from(good);
      bad.writeUInt8(bad.readUInt8(at) ^ 1, at);
      expect([at, refused(() => take(bad))]).toEqual([at, true]);
    }
  });

  it('refuses the answer to another request, another key’s, a late one, and one without a signature', () => {
    const other = sign(encodeQuery('example.test', TYPE.SOA), KEY, AT - 1_000);
    expect(() => take(answerTo(other.mac))).toThrow(TsigRefused);
    expect(() => take(answerTo(request.mac, { ...KEY, secret: Buffer.alloc(32, 4) }))).toThrow(TsigRefused);
    expect(() => take(answerTo(request.mac, { ...KEY, name: 'somebody' }))).toThrow('another key');
    expect(() => take(answerTo(request.mac), AT + 301_000)).toThrow('another time');
    expect(() => take(encodeQuery('example.test', TYPE.SOA))).toThrow('not signed');
  });

  it('does not call a transfer settled while a message of it is not covered', () => {
    const answer = new TsigAnswer(KEY, request, () => AT);
    expect(answer.settled).toBe(false);
    answer.take(answerTo(request.mac));
    expect(answer.settled).toBe(true);
    answer.take(encodeQuery('slipped-in.test', TYPE.SOA));
    expect(answer.settled).toBe(false);
  });

  it('says no secret in what it refuses', () => {
    const failure = (): unknown => take(answerTo(request.mac, { ...KEY, secret: Buffer.alloc(32, 4) }));
    expect(failure).not.toThrow(KEY.secret.toString('base64'));
  });
});

describe('a DNS message', () => {
  it('holds names within their bounds and no others', () => {
    expect(encodeName('Www.Example.TEST')).toEqual(encodeName('www.example.test'));
    for (const wrong of [
      'a..test',
      '.test',
      `${'a'.repeat(64)}.test`,
      [...Array<string>(5)].fill('a'.repeat(60)).join('.'),
    ]) {
      expect(() => encodeName(wrong)).toThrow(UnspeakableName);
    }
  });

  it('shortens names below its zone, and only those that would be names in full', () => {
    const zone = 'block.isp.lachan';
    const name = encodeNameBelow('*.Example.TEST', zone);
    expect(name.length).toBe(encodeName('*.example.test').length + 1);
    const record = encodeRecord({ name, type: TYPE.CNAME, class: CLASS.IN, ttl: 30, rdata: encodeName('') });
    const { authority } = decodeMessage(encodeUpdate(zone, [], [record]));
    expect(authority.map((one) => one.name)).toEqual([`*.example.test.${zone}`]);

    const long = [...Array<string>(4)]
      .fill('a'.repeat(60))
      .join('.')
      .slice(0, 253 - zone.length - 1);
    expect(encodeName(`${long}.${zone}`)).toHaveLength(255);
    expect(encodeNameBelow(long, zone)).toHaveLength(long.length + 3);
    expect(() => encodeNameBelow(`${long}a`, zone)).toThrow(UnspeakableName);
  });

  it('is not read in circles, nor beyond its end', () => {
    const circle = Buffer.concat([Buffer.alloc(12), Buffer.from([0xc0, 12])]);
    expect(() => readName(circle, 12)).toThrow();
    const query = encodeQuery('example.test', TYPE.A);
    for (let length = 0; length < query.length; length += 1) {
      expect(() => decodeMessage(query.subarray(0, length))).toThrow();
    }
  });

  it('carries text of any length', () => {
    for (const text of ['', 'lifts=1 blocks=2', 'ă'.repeat(200)]) expect(decodeText(encodeText(text))).toBe(text);
  });
});
