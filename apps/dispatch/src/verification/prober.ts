import { addressesAt } from '#libs/dns';
import type { DnsAddress, Seen } from '#libs/dns';
import type { ProbeSettings } from '../couriers/settings.js';
import type { Look } from './verdict.js';

type Asking = (resolver: DnsAddress, name: string) => Promise<Seen>;

/** Asks a provider's resolver and our own the same questions. Nothing else is ever asked about a reported name. */
export class Prober {
  constructor(
    private readonly control: DnsAddress,
    private readonly ask: Asking = addressesAt,
  ) {}

  /** @param name null for referral categories: the canary and the neighbour are asked about alone. */
  async look({ resolver, canary, neighbour, notice }: ProbeSettings, name: string | null): Promise<Look> {
    const both = async (about: string): Promise<{ provider: Seen; control: Seen }> => {
      const [provider, control] = await Promise.all([this.ask(resolver, about), this.ask(this.control, about)]);
      return { provider, control };
    };
    const [ofCanary, ofNeighbour, target] = await Promise.all([
      both(canary),
      both(neighbour),
      name === null ? undefined : both(name),
    ]);
    return { canary: ofCanary, neighbour: ofNeighbour, notice, ...(target ? { target } : {}) };
  }
}
