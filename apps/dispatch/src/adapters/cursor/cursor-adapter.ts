import { AnswersResult, RequestPage, RequestSnapshot } from '#libs/contracts';
import type { Answer, RequestItem } from '#libs/contracts';
import type { ProviderAdapter, Pulled } from '../provider-adapter.js';

/** Where a provider keeps its cursor: it must survive whatever its filter survives. */
export interface CursorStore {
  load(): Promise<string | undefined>;
  save(cursor: string): Promise<void>;
}

export interface CursorAdapterOptions {
  /** Address of the installation, e.g. `http://127.0.0.1:8300`. */
  readonly url: string;
  readonly key: string;
  readonly cursors: CursorStore;
  /** Seconds a pull waits for something new; at most 60. */
  readonly wait?: number;
  readonly limit?: number;
}

/** An answer of the installation that is not success; `code` is the problem's machine name where it said one. */
export class CallRefused extends Error {
  override readonly name = 'CallRefused';
  constructor(
    readonly status: number,
    readonly code: string | undefined,
  ) {
    super(`the installation answered ${String(status)}${code === undefined ? '' : ` ${code}`}`);
  }
}

/**
 * The plainest adapter: a provider's program that polls its cursor over HTTP. The cursor is saved after the items were
 * applied and never before, so that a crash repeats items and loses none.
 */
export class CursorAdapter implements ProviderAdapter {
  constructor(private readonly options: CursorAdapterOptions) {}

  async pull(): Promise<Pulled> {
    const { wait = 30, limit = 100, cursors } = this.options;
    const query = new URLSearchParams({ wait: String(wait), limit: String(limit) });
    const cursor = await cursors.load();
    if (cursor !== undefined) query.set('cursor', cursor);
    const page = RequestPage.parse(await this.#call(`/requests?${query.toString()}`));
    return { items: page.items, done: () => cursors.save(page.cursor) };
  }

  async inForce(): Promise<readonly RequestItem[]> {
    return RequestSnapshot.parse(await this.#call('/requests/snapshot')).items;
  }

  async answer(answers: readonly Answer[]): Promise<readonly (string | null)[]> {
    if (answers.length === 0) return [];
    const result = AnswersResult.parse(await this.#call('/requests/answers', { answers }));
    return result.outcomes.map((outcome) => (outcome.ok ? null : outcome.problem));
  }

  async #call(path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.options.url}/api/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${this.options.key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const said: unknown = await response.json().catch(() => undefined);
    if (response.ok) return said;
    throw new CallRefused(response.status, (said as { code?: string } | undefined)?.code);
  }
}
