import type { NotExpressibleReason, RequestItem } from '#libs/contracts';
import type { Place } from '../../feed/place.js';
import type { Expressible, Found, PushAdapter } from '../push-adapter.js';
import type { SignedPost } from '../webhook/signed-post.js';
import { noticeOf } from './notice.js';
import { nameOf } from './sent-notices.js';
import type { NoticeKey, SentNotices, TriedNotice } from './sent-notices.js';

export interface NoticeAdapterOptions {
  readonly post: Pick<SignedPost, 'send'>;
  readonly sent: Pick<SentNotices, 'of' | 'refused' | 'taken' | 'notTaken'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The address at which whoever has no account answers a request; absent or undefined: answers come by the provider's key. */
  readonly answerUrl?: (request: RequestItem) => Promise<string | undefined>;
}

/** A notice that a platform's server refused is brought again after so long (ms): somebody has to look at it first. */
export const REFUSED_AGAIN = 60 * 60 * 1_000;

/** Statuses that say something of the notice itself; every other failure says something of the platform's server. */
const OF_THE_NOTICE = new Set([400, 404, 405, 409, 411, 413, 414, 415, 422]);

/**
 * Sends each request to a platform as a notice with a statement of reasons, and its lift as another. A platform keeps no list
 * that could be read back: what its server said 2xx to is remembered here, and not sent again. The id of a message is made of
 * the request and its kind, so that a notice whose answer was lost comes again under the same id (ADR 29).
 */
export class NoticeAdapter implements PushAdapter {
  readonly kind = 'platform-notice';
  #atOnce = false;

  constructor(private readonly options: NoticeAdapterOptions) {}

  cannotSay({ action }: Expressible): NotExpressibleReason | null {
    return action === 'remove-content' || action === 'stop-sharing' ? null : 'not-supported';
  }

  /** The platform's own end cannot be read: what it has not taken yet is what differs. */
  async look(inForce: readonly RequestItem[]): Promise<Found> {
    const tried = await this.options.sent.of(inForce);
    return { place: undefined, differences: inForce.filter((item) => !tried.has(nameOf(item))).length };
  }

  async align(inForce: readonly RequestItem[]): Promise<void> {
    await this.#send(inForce);
  }

  async deliver(items: readonly RequestItem[], _place?: Place): Promise<void> {
    await this.#send(items);
  }

  async problem(): Promise<string | null> {
    const { sent, now } = this.options;
    this.#atOnce = false;
    const { count, status } = await sent.refused(now() - 2 * REFUSED_AGAIN);
    return count === 0 ? null : `the platform does not take ${String(count)} notices: it answered ${String(status)}`;
  }

  resume(): void {
    this.#atOnce = true;
  }

  /**
   * One after the other, in their order. A notice that is refused for itself holds up no other.
   * @throws when the platform's server is away, overloaded or refuses us: the rest comes later.
   */
  async #send(items: readonly RequestItem[]): Promise<void> {
    const { sent, post, now, answerUrl } = this.options;
    const tried = await sent.of(items);
    for (const item of items) {
      const at = now();
      if (!this.#isDue(tried.get(nameOf(item)), at)) continue;
      const body = JSON.stringify(noticeOf(item, await answerUrl?.(item)));
      const status = await post.send(messageId(item), at, body);
      if (status >= 200 && status < 300) await sent.taken(item, new Date(at));
      else if (OF_THE_NOTICE.has(status)) await sent.notTaken(item, new Date(at), status);
      else throw new Error(`the platform answered ${String(status)}`);
    }
  }

  #isDue(tried: TriedNotice | undefined, at: number): boolean {
    if (tried === undefined) return true;
    return !tried.taken && (this.#atOnce || at - tried.lastTryAt >= REFUSED_AGAIN);
  }
}

/** The same for every try, and another one for the lift. */
const messageId = ({ id, kind }: NoticeKey): string => `msg_${id}_${kind}`;
