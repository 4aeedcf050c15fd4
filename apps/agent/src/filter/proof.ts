import { setTimeout as pause } from 'node:timers/promises';
import { addressesAt, looksBlocked, textsAt } from '#libs/dns';
import type { DnsAddress, Seen } from '#libs/dns';
import { isLoopback } from '../config/config.js';
import { MARKER, markerText } from '../drivers/driver.js';
import type { Entry } from '../state/entry.js';

/** What a look at the provider's own resolver showed. */
export type Proof =
  /** It does not show the list of this generation, or not the canary. */
  | { readonly loaded: false; readonly why: string }
  /** It does; `shown` are the blocks that were seen. */
  | { readonly loaded: true; readonly shown: ReadonlySet<string> };

export interface Asking {
  readonly addresses: (resolver: DnsAddress, name: string) => Promise<Seen>;
  readonly texts: (resolver: DnsAddress, name: string) => Promise<string[] | undefined>;
}

/** Questions to one resolver at a time. */
const TOGETHER = 16;
/** Between two looks for the list (ms). */
const REST = 100;
/** A name below a blocked domain that nobody has. */
const BELOW = 'lachan-agent-check';

/** Asks the provider's own resolver whether it does what its list says. */
export class ResolverProof {
  constructor(
    private readonly resolver: DnsAddress,
    private readonly canary: string | undefined,
    /** How long the list may take to show (ms). */
    private readonly patience: number,
    private readonly mono: () => number,
    private readonly asking: Asking = { addresses: addressesAt, texts: textsAt },
  ) {}

  /**
   * @param patient waits until everything can be seen, as long as that may take; otherwise looks once.
   */
  async look(generation: number, entries: readonly Entry[], patient: boolean): Promise<Proof> {
    const until = patient ? this.mono() + this.patience : -Infinity;
    for (;;) {
      const proof = await this.#lookOnce(generation, entries);
      // BIND shows the new number before it has taken in every name: the number alone does not end the waiting.
      if ((proof.loaded && proof.shown.size === entries.length) || this.mono() >= until) return proof;
      await pause(REST);
    }
  }

  async #lookOnce(generation: number, entries: readonly Entry[]): Promise<Proof> {
    const why = await this.#missing(generation);
    if (why !== undefined) return { loaded: false, why };
    const shown = new Set<string>();
    const queue = [...entries];
    const worker = async (): Promise<void> => {
      for (let entry = queue.pop(); entry !== undefined; entry = queue.pop()) {
        if (await this.#blocked(entry)) shown.add(entry.id);
      }
    };
    await Promise.all(Array.from({ length: TOGETHER }, worker));
    return { loaded: true, shown };
  }

  async #missing(generation: number): Promise<string | undefined> {
    const texts = await this.asking.texts(this.resolver, MARKER);
    if (texts === undefined) return 'the resolver gives no answer';
    if (!texts.includes(markerText(generation))) return 'the resolver does not show the new list yet';
    if (this.canary === undefined || looksBlocked(await this.asking.addresses(this.resolver, this.canary)))
      return undefined;
    return 'the resolver does not block the canary';
  }

  /** A name of a referral category is asked about on this machine only; elsewhere the list's number has to do. */
  async #blocked({ target, referral }: Entry): Promise<boolean> {
    if ('url' in target) return false;
    if (referral && !isLoopback(this.resolver.host)) return true;
    const names = 'domain' in target ? [target.domain, `${BELOW}.${target.domain}`] : [target.host];
    for (const name of names) {
      if (name.length <= 253 && !looksBlocked(await this.asking.addresses(this.resolver, name))) return false;
    }
    return true;
  }
}
