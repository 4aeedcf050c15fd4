import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { exchange } from './exchange.js';
import type { DnsAddress } from './exchange.js';
import { TYPE, decodeMessage, decodeText, encodeQuery, readName } from './message.js';
import type { Message } from './message.js';

/** What a resolver said to the question for a name's addresses. */
export type Seen =
  | { readonly kind: 'addresses'; readonly addresses: readonly string[] }
  | { readonly kind: 'nxdomain' | 'nodata' }
  /** No answer, or none that says anything about the name: a timeout, SERVFAIL, REFUSED. */
  | { readonly kind: 'failed' };

const UNSPECIFIED: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/** NXDOMAIN, no addresses, the unspecified address, or the provider's notice page and nothing else. */
export const looksBlocked = (seen: Seen, notice?: string): boolean =>
  seen.kind === 'nxdomain' ||
  seen.kind === 'nodata' ||
  (seen.kind === 'addresses' && seen.addresses.every((address) => UNSPECIFIED.has(address) || address === notice));

/** How long a resolver may think, and how often it is asked (ms). */
const PATIENCE = 3_000;
const TRIES = 2;

/** The addresses of a name as one resolver gives them. It is the resolver that is asked, and never the name's own servers. */
export async function addressesAt(resolver: DnsAddress, name: string): Promise<Seen> {
  const answers = await Promise.all([TYPE.A, TYPE.AAAA].map((type) => ask(resolver, name, type)));
  const addresses = answers.flatMap((answer) => (answer?.rcode === 'NOERROR' ? addressesIn(answer) : []));
  if (addresses.length > 0) return { kind: 'addresses', addresses };
  if (answers.some((answer) => answer === undefined)) return { kind: 'failed' };
  if (answers.some((answer) => answer?.rcode === 'NXDOMAIN')) return { kind: 'nxdomain' };
  return answers.every((answer) => answer?.rcode === 'NOERROR') ? { kind: 'nodata' } : { kind: 'failed' };
}

/** The texts (TXT) of a name as one resolver gives them; undefined when it gives no answer. */
export async function textsAt(resolver: DnsAddress, name: string): Promise<string[] | undefined> {
  const answer = await ask(resolver, name, TYPE.TXT);
  return answer?.answers.flatMap(({ type, rdata }) => (type === TYPE.TXT ? [decodeText(rdata)] : []));
}

function addressesIn({ answers }: Message): string[] {
  return answers.flatMap(({ type, rdata }) => {
    if (type === TYPE.A && rdata.length === 4) return [[...rdata].join('.')];
    if (type === TYPE.AAAA && rdata.length === 16) {
      return [rdata.every((byte) => byte === 0) ? '::' : (rdata.toString('hex').match(/.{4}/g) ?? []).join(':')];
    }
    return [];
  });
}

async function ask(resolver: DnsAddress, name: string, type: number): Promise<Message | undefined> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const query = encodeQuery(name, type, { recurse: true });
    const answer = await overUdp(resolver, query, name);
    if (answer && !answer.truncated) return answer;
    if (answer) return overTcp(resolver, query);
  }
  return undefined;
}

async function overTcp(resolver: DnsAddress, query: Buffer): Promise<Message | undefined> {
  try {
    for await (const bytes of exchange(resolver, query, PATIENCE)) return decodeMessage(bytes);
  } catch {
    // Silence, as over UDP.
  }
  return undefined;
}

/** One datagram and its answer: from the address that was asked, with the number and the name of the question. */
function overUdp({ host, port }: DnsAddress, query: Buffer, name: string): Promise<Message | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
    const done = (answer: Message | undefined): void => {
      clearTimeout(timer);
      socket.close();
      resolve(answer);
    };
    const timer = setTimeout(() => {
      done(undefined);
    }, PATIENCE);
    socket.once('error', () => {
      done(undefined);
    });
    socket.on('message', (bytes, from) => {
      if (from.port !== port || bytes.length < 12 || bytes.readUInt16BE(0) !== query.readUInt16BE(0)) return;
      try {
        if (readName(bytes, 12).name === name.toLowerCase()) done(decodeMessage(bytes));
      } catch {
        // Not a DNS message: somebody else's noise.
      }
    });
    socket.send(query, port, host);
  });
}
