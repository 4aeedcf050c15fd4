import { lookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** A place that must not be called from here: our own machine, our own network, or one reached in the clear. */
export class ForbiddenPlace extends Error {
  override readonly name = 'ForbiddenPlace';
}

/** Whether an address is one of the public internet's: not loopback, private, link-local, multicast or reserved. */
export const isPublic = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';

/**
 * Agents that connect to public addresses only. The address that was checked is the one that is connected to: a name that
 * answers differently the second time gains nothing.
 */
export function publicOnlyAgents(): { httpAgent: HttpAgent; httpsAgent: HttpsAgent } {
  const checked: LookupFunction = (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[] | undefined) => {
      const [first] = found ?? [];
      if (error || !found || !first) callback(error ?? new Error(`${hostname} has no address`), '', 0);
      else if (found.some(({ address }) => !isPublic(address))) {
        callback(new ForbiddenPlace(`${hostname} is not on the public internet`), '', 0);
      } else if (options.all === true) callback(null, found);
      else callback(null, first.address, first.family);
    });
  };
  return { httpAgent: new HttpAgent({ lookup: checked }), httpsAgent: new HttpsAgent({ lookup: checked }) };
}

/**
 * Refuses an address that is written out, and plain HTTP. `allowed` is the one host an operator named as their own.
 * @throws {ForbiddenPlace}
 */
export function mustBePublic(url: URL, allowed: string | undefined): void {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (host === allowed) return;
  if (url.protocol !== 'https:') throw new ForbiddenPlace(`${url.host} is to be called over https`);
  if (ipaddr.isValid(host) && !isPublic(host)) throw new ForbiddenPlace(`${url.host} is not on the public internet`);
  if (host === 'localhost' || host.endsWith('.localhost')) throw new ForbiddenPlace(`${url.host} is this machine`);
}
