import type { NotExpressibleReason, RequestItem } from '#libs/contracts';
import type { Expressible, Found, PushAdapter } from '../push-adapter.js';
import type { LetterAddress, LetterBook } from './letter-book.js';

export interface LetterAdapterOptions {
  readonly book: Pick<LetterBook, 'open' | 'issue'>;
  readonly address: () => Promise<LetterAddress>;
  /** Whether letters go a way that nobody reads on it: without it no target of a referral category is written down. */
  readonly privateRoad: boolean;
}

/**
 * Numbers an official letter for what waits, and one for its lifts, first. From then on the provider may have it; that it was sent, and
 * what came back, people say. What was written is in the register of letters and is not written again.
 */
export class LetterAdapter implements PushAdapter {
  readonly kind = 'letter';
  readonly liftsFirst = true;

  constructor(private readonly options: LetterAdapterOptions) {}

  /** In words everything can be asked for. Ages are kept by schools' lists, and by nobody by letter. */
  cannotSay({ action, category }: Expressible): NotExpressibleReason | null {
    if (action === 'restrict-age') return 'not-supported';
    // A referral category travels without its name: an item that has none is one of those.
    return category === undefined && !this.options.privateRoad ? 'open-road' : null;
  }

  async look(inForce: readonly RequestItem[]): Promise<Found> {
    const { provider } = await this.options.address();
    return { place: undefined, differences: (await this.options.book.open(provider, inForce)).length };
  }

  async align(inForce: readonly RequestItem[]): Promise<void> {
    await this.deliver(inForce);
  }

  async deliver(items: readonly RequestItem[]): Promise<void> {
    if (items.length > 0) await this.options.book.issue(await this.options.address(), items);
  }
}
