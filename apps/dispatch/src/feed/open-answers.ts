import type { FastifyReply } from 'fastify';
import { Problem } from '#libs/service-kit';

/** How many answers of a provider may be under way at once: pages, and whole lists, which are as long as everything in force. */
export const OPEN_ANSWERS = { page: 32, whole: 4 } as const;

/**
 * Counts a provider's answers from the question until the last byte has gone or the connection has. A program that asks and does not
 * read holds so many answers in our memory and no more; it is asked to come later, and nobody else notices.
 */
export class OpenAnswers {
  readonly #open = new Map<string, number>();

  /** @throws {Problem} `unavailable` (503 with Retry-After) when too many answers of this kind to this provider are under way. */
  enter(provider: string, kind: keyof typeof OPEN_ANSWERS, reply: FastifyReply): void {
    const id = `${kind}:${provider}`;
    const open = this.#open.get(id) ?? 0;
    if (open >= OPEN_ANSWERS[kind]) {
      throw new Problem('unavailable', {
        retryAfter: 5,
        detail: { vi: 'Còn quá nhiều trả lời chưa được đọc.', en: 'Too many answers have not been read.' },
      });
    }
    this.#open.set(id, open + 1);
    reply.raw.once('close', () => {
      const left = (this.#open.get(id) ?? 1) - 1;
      if (left === 0) this.#open.delete(id);
      else this.#open.set(id, left);
    });
  }

  /** Answers under way now, over all providers. */
  get count(): number {
    return [...this.#open.values()].reduce((sum, open) => sum + open, 0);
  }
}
