import type { FeedSide } from '../../feed/feed-side.js';
import { SignedPost } from './signed-post.js';
import type { SignedPostOptions } from './signed-post.js';

export interface DoorbellOptions extends SignedPostOptions {
  readonly provider: string;
  readonly store: Pick<FeedSide['store'], 'mark'>;
  /** Milliseconds. */
  readonly now: () => number;
  /** 0 to 1, spreads the tries. */
  readonly random: () => number;
  readonly newId: () => string;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Rests after each failed try, as the specification recommends; the last one repeats. */
export const RESTS = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

interface Ring {
  readonly id: string;
  readonly sequence: number;
  readonly body: string;
  readonly tries: number;
  readonly dueAt: number;
}

/**
 * Rings at a provider's door when its feed has something new, and says nothing else: no target, no order, only how far
 * the feed is.
 * The provider then polls its feed as ever, with its own key. So a forged, lost or repeated ring can do no harm.
 */
export class Doorbell {
  readonly kind = 'webhook';
  readonly #post: SignedPost;
  /** Everything up to here was rung for. Not kept: after a restart it rings once, which is harmless. */
  #rung = -1;
  #ring: Ring | undefined;
  #gone = false;

  constructor(private readonly options: DoorbellOptions) {
    this.#post = new SignedPost(options);
  }

  /** Rings if there is something new and it is time. @throws when the receiver was not reached or did not say 2xx. */
  async carry(): Promise<{ carried: number; head: number; again?: number }> {
    const { store, provider, now, newId } = this.options;
    if (this.#gone) throw new Error('the receiver said 410 Gone: it is not rung for until somebody resumes it');
    const { head } = await store.mark(provider);
    if (head <= this.#rung) return { carried: 0, head };
    const at = now();
    this.#ring ??= { id: `msg_${newId()}`, sequence: head, body: bodyOf(at, head), tries: 0, dueAt: at };
    const ring = this.#ring;
    if (at < ring.dueAt) return { carried: 0, head, again: ring.dueAt - at };
    const failure = await this.#try(ring);
    if (failure === undefined) {
      this.#rung = ring.sequence;
      this.#ring = undefined;
      // What came meanwhile is rung for by the next look, which follows at once.
      return { carried: 1, head: ring.sequence };
    }
    const rest = RESTS[Math.min(ring.tries, RESTS.length - 1)] ?? HOUR;
    this.#ring = { ...ring, tries: ring.tries + 1, dueAt: at + rest * (0.9 + 0.2 * this.options.random()) };
    throw new Error(failure);
  }

  /** A person has looked. */
  resume(): void {
    this.#gone = false;
    this.#ring = undefined;
  }

  /** Why the ring was not heard; undefined when it was. */
  async #try({ id, body }: Ring): Promise<string | undefined> {
    try {
      const status = await this.#post.send(id, this.options.now(), body);
      if (status >= 200 && status < 300) return undefined;
      this.#gone = status === 410;
      return `the receiver answered ${String(status)}`;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}

const bodyOf = (at: number, sequence: number): string =>
  JSON.stringify({ type: 'requests.waiting', timestamp: new Date(at).toISOString(), data: { sequence } });
