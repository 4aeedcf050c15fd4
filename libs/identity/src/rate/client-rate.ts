import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';

/** How many clients are remembered; whoever was forgotten starts with a full bucket. */
const CLIENTS = 50_000;

interface Bucket {
  tokens: number;
  at: number;
}

/**
 * A token bucket per client: `perMinute` calls at once, refilled evenly. An IPv6 client is its /64 network, because one household has
 * as many addresses as it likes.
 */
export class ClientRate {
  readonly #buckets = new LRUCache<string, Bucket>({ max: CLIENTS });

  constructor(private readonly perMinute: number) {}

  /**
   * Takes a token of the client at this address.
   * @param now milliseconds of the clock.
   * @returns 0 when the call may go on, else the seconds until one may.
   */
  take(address: string, now: number): number {
    const client = networkOf(address);
    const known = this.#buckets.get(client) ?? { tokens: this.perMinute, at: now };
    const refilled = known.tokens + (Math.max(0, now - known.at) / 60_000) * this.perMinute;
    const tokens = Math.min(this.perMinute, refilled);
    const allowed = tokens >= 1;
    this.#buckets.set(client, { tokens: allowed ? tokens - 1 : tokens, at: now });
    return allowed ? 0 : Math.ceil(((1 - tokens) / this.perMinute) * 60);
  }
}

/** The network a client is counted by: the IPv4 address, the IPv6 /64; an IPv4 address written as IPv6 is the same client. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const ip = ipaddr.process(address);
  return ip.kind() === 'ipv4' ? ip.toString() : ip.toByteArray().slice(0, 8).join('.');
}
