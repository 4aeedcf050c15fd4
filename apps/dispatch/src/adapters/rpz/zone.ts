import {
  CLASS,
  TYPE,
  decodeText,
  encodeName,
  encodeNameBelow,
  encodeQuery,
  encodeRecord,
  encodeText,
  encodeUpdate,
  exchange,
} from '#libs/dns';
import type { DnsAddress, Message, Rcode } from '#libs/dns';
import type { NameChanges } from '#libs/lists';
import { TsigAnswer, sign } from '../../dns/tsig.js';
import type { TsigKey } from '../../dns/tsig.js';

/** What a name is answered with: '' is NXDOMAIN (`CNAME .`), `rpz-passthru` leaves it alone. */
export type ZonePolicy = '' | 'rpz-passthru';

export interface ZoneOptions {
  readonly primary: DnsAddress;
  readonly zone: string;
  readonly key: TsigKey;
  readonly policy: ZonePolicy;
  readonly now: () => number;
}

/** What a zone holds: policy names as the zone spells them, how far it is, and its serial. */
export interface ZoneContent {
  readonly names: ReadonlySet<string>;
  readonly cursor: string | undefined;
  readonly serial: number;
}

/** The primary refused, in the words of the protocol. */
export class ZoneRefused extends Error {
  override readonly name = 'ZoneRefused';
  constructor(
    zone: string,
    readonly rcode: Rcode,
  ) {
    super(`the primary answered ${rcode} for ${zone}`);
  }
}

/** The zone is not where it was thought to be: somebody else moved it on. It has to be read again. */
export class ZoneMoved extends Error {
  override readonly name = 'ZoneMoved';
}

const CURSOR = '_cursor';
const TTL = 30;
const SILENCE = 10_000;
/** Octets of an UPDATE's records: below 64 KiB with header, zone, prerequisite and signature. */
const ROOM = 60_000;

/** One policy zone on a primary that takes UPDATEs, each signed and each answer's signature verified. */
export class Zone {
  constructor(private readonly options: ZoneOptions) {}

  /** Everything in it, by transfer. Nothing is believed before the last signature covered it. */
  async read(): Promise<ZoneContent> {
    const names = new Set<string>();
    let cursor: string | undefined;
    let serial: number | undefined;
    for await (const { answers } of this.#ask(encodeQuery(this.options.zone, TYPE.AXFR), (soas) => soas === 2)) {
      for (const { name, type, rdata } of answers) {
        if (type === TYPE.SOA) serial = serialOf(rdata);
        const own = this.#below(name);
        if (own === undefined) continue;
        if (type === TYPE.CNAME) names.add(own);
        if (type === TYPE.TXT && own === CURSOR) cursor = decodeText(rdata);
      }
    }
    if (serial === undefined) throw new Error(`the transfer of ${this.options.zone} held no SOA`);
    return { names, cursor, serial };
  }

  /** How far the zone is, by its own record. */
  async cursor(): Promise<string | undefined> {
    const { answers } = await this.#one(encodeQuery(this.#owner(CURSOR), TYPE.TXT));
    const record = answers.find(({ type }) => type === TYPE.TXT);
    return record && decodeText(record.rdata);
  }

  async serial(): Promise<number> {
    const { answers } = await this.#one(encodeQuery(this.options.zone, TYPE.SOA));
    const soa = answers.find(({ type }) => type === TYPE.SOA);
    if (!soa) throw new Error(`the primary has no SOA of ${this.options.zone}`);
    return serialOf(soa.rdata);
  }

  /**
   * Changes names and moves the cursor from one value to another. Every message carries the cursor as a prerequisite and the
   * last one moves it: what was interrupted is done again from the start and comes to the same, and of two writers one is told.
   * @throws {ZoneMoved} when the cursor is not at `from`.
   */
  async change({ add, remove }: NameChanges, from: string | undefined, to: string | undefined): Promise<void> {
    const prerequisite = from === undefined ? this.#noText(CLASS.NONE) : this.#text(from, 0);
    const moving = to === undefined ? [this.#noText(CLASS.ANY)] : [this.#noText(CLASS.ANY), this.#text(to, TTL)];
    for (const batch of inRoom(this.#records({ add, remove }), to === from ? [] : moving)) {
      try {
        await this.#one(encodeUpdate(this.options.zone, [prerequisite], batch));
      } catch (error) {
        if (!(error instanceof ZoneRefused) || !/^(?:NX|YX)RRSET$/.test(error.rcode)) throw error;
        throw new ZoneMoved(`${this.options.zone} is not at ${from ?? 'its beginning'}`, { cause: error });
      }
    }
  }

  /** Whether a policy name fits below the zone's own name. */
  fits(name: string): boolean {
    try {
      return encodeNameBelow(`*.${name}`, this.options.zone).length > 0;
    } catch {
      return false;
    }
  }

  async #one(message: Buffer): Promise<Message> {
    for await (const answer of this.#ask(message, () => true)) return answer;
    throw new Error(`no answer for ${this.options.zone}`);
  }

  /** Asks, and gives each answer until `done` holds for the number of SOA records so far and all of it is covered by signatures. */
  async *#ask(message: Buffer, done: (soas: number) => boolean): AsyncGenerator<Message> {
    const { primary, key, zone, now } = this.options;
    const request = sign(message, key, now());
    const signatures = new TsigAnswer(key, request, now);
    let soas = 0;
    for await (const bytes of exchange(primary, request.bytes, SILENCE)) {
      const answer = signatures.take(bytes);
      if (answer.id !== message.readUInt16BE(0)) throw new Error('the primary answered another question');
      // A name that is not there is an answer to a question about it, and no failure.
      if (answer.rcode !== 'NOERROR' && answer.rcode !== 'NXDOMAIN') throw new ZoneRefused(zone, answer.rcode);
      soas += answer.answers.filter(({ type }) => type === TYPE.SOA).length;
      yield answer;
      if (done(soas) && signatures.settled) return;
    }
  }

  /** Made as they are sent: of a whole list's records only one message's are there at a time. */
  *#records({ add, remove }: NameChanges): Generator<Buffer> {
    const none = Buffer.alloc(0);
    const policy = encodeName(this.options.policy);
    for (const name of remove) yield this.#record(name, TYPE.CNAME, CLASS.ANY, 0, none);
    for (const name of add) yield this.#record(name, TYPE.CNAME, CLASS.IN, TTL, policy);
  }

  #record(own: string, type: number, klass: number, ttl: number, rdata: Buffer): Buffer {
    return encodeRecord({ name: encodeNameBelow(own, this.options.zone), type, class: klass, ttl, rdata });
  }

  #text(text: string, ttl: number): Buffer {
    return this.#record(CURSOR, TYPE.TXT, CLASS.IN, ttl, encodeText(text));
  }

  /** As a prerequisite (class NONE): there is no cursor; as an update (class ANY): there shall be none. */
  #noText(klass: number): Buffer {
    return this.#record(CURSOR, TYPE.TXT, klass, 0, Buffer.alloc(0));
  }

  #owner(name: string): string {
    return `${name}.${this.options.zone}`;
  }

  #below(name: string): string | undefined {
    const end = `.${this.options.zone.toLowerCase()}`;
    return name.endsWith(end) ? name.slice(0, -end.length) : undefined;
  }
}

/** The serial behind the two names of an SOA. */
function serialOf(rdata: Buffer): number {
  return rdata.readUInt32BE(rdata.length - 20);
}

/** Records by messages that hold them; `last` stands at the end of the last one, with the others or alone. */
function* inRoom(records: Iterable<Buffer>, last: readonly Buffer[]): Generator<readonly Buffer[]> {
  let batch: Buffer[] = [];
  let room = ROOM;
  for (const record of records) {
    if (record.length > room) {
      yield batch;
      batch = [];
      room = ROOM;
    }
    batch.push(record);
    room -= record.length;
  }
  if (batch.length + last.length > 0) yield [...batch, ...last];
}
