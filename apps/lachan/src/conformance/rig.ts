import { AnswersResult, RequestPage, RequestSnapshot, RequestView, SandboxResult } from '#libs/contracts';
import type { Answer, RequestItem, SandboxBody } from '#libs/contracts';
import { must } from './broken.js';
import { ProviderClient } from './client.js';

/** A resolver and the two names asked there, for whoever wants the effect looked at too. */
export interface ProbeOptions {
  readonly resolver: { readonly host: string; readonly port: number };
  readonly control: { readonly host: string; readonly port: number };
  /** On the provider's list for ever. */
  readonly canary: string;
  /** On no list, ever. */
  readonly neighbour: string;
}

export interface ConformanceOptions {
  readonly url: string;
  /** A sandbox key: what it makes and answers concerns `example.test` names and nobody. */
  readonly key: string;
  /** A sandbox key of another provider: without it nothing is known about foreign cursors and requests. */
  readonly secondKey?: string | undefined;
  readonly probe?: ProbeOptions | undefined;
  /** How long something that should come at once may take (s). */
  readonly patience: number;
  /** Names of checks: these alone. */
  readonly only?: readonly string[] | undefined;
}

/** A feed that has not ended after so many pages never ends. */
const MOST_PAGES = 500;

/** The scripted provider with its own feed, and what every check needs to set a scene. Nothing here touches a real request. */
export class Rig {
  readonly api: ProviderClient;
  readonly nobody: ProviderClient;
  readonly second: ProviderClient | undefined;
  #cursor: string | undefined;

  constructor(readonly options: ConformanceOptions) {
    this.api = new ProviderClient(options.url, options.key);
    this.nobody = new ProviderClient(options.url, null);
    this.second = options.secondKey === undefined ? undefined : new ProviderClient(options.url, options.secondKey);
  }

  /** Takes every test request of this key back and reads the feed to its end: a cursor after which there is nothing. */
  async begin(): Promise<string> {
    for (let rounds = 0; (await this.takeBack(100)).length > 0; rounds += 1) {
      must(
        rounds < MOST_PAGES,
        'yêu cầu thử được gỡ rồi vẫn còn hiệu lực',
        'test requests stay in force after they were taken back',
      );
    }
    const { items, cursor } = await this.drain(this.#cursor, 500);
    const answers = items.filter(({ kind }) => kind === 'lift').map(({ id }): Answer => ({ id, answer: 'lifted' }));
    for (let at = 0; at < answers.length; at += 500) await this.answerAll(answers.slice(at, at + 500));
    this.#cursor = cursor;
    return cursor;
  }

  /** New test blocks; their ids, oldest first. */
  async block(count: number, action: SandboxBody['action'] = 'block-host'): Promise<string[]> {
    const body: SandboxBody = { kind: 'block', action, count };
    const { requests } = await this.api.ok(SandboxResult, '/sandbox/requests', { body });
    must(
      new Set(requests).size === count,
      `đã đề nghị tạo ${String(count)} yêu cầu thử, nhận ${String(requests.length)}`,
      `${String(count)} test requests were asked for, ${String(requests.length)} were made`,
    );
    return requests;
  }

  /** Takes the oldest blocks in force back, at most so many; their ids. */
  async takeBack(count: number): Promise<string[]> {
    const body: SandboxBody = { kind: 'lift', action: 'block-host', count };
    return (await this.api.ok(SandboxResult, '/sandbox/requests', { body })).requests;
  }

  /** Lets the server forget every test request of this key, as an installation restored from a backup would have. */
  async restart(): Promise<void> {
    this.#cursor = undefined;
    await this.api.ok(SandboxResult, '/sandbox/restart', { body: {} });
  }

  poll(cursor: string | undefined, more: { limit?: number; wait?: number } = {}): Promise<RequestPage> {
    return this.api.ok(RequestPage, pollPath(cursor, more));
  }

  /** Every item after a cursor, page by page, and the cursor at the end. */
  async drain(cursor: string | undefined, limit: number): Promise<RequestPage> {
    const items: RequestItem[] = [];
    let after = cursor;
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      const page = await this.poll(after, { limit });
      must(
        page.items.length <= limit,
        `limit=${String(limit)} nhưng trang có ${String(page.items.length)} mục`,
        `limit=${String(limit)}, and a page held ${String(page.items.length)} items`,
      );
      items.push(...page.items);
      after = page.cursor;
      if (page.items.length === 0) return { items, cursor: page.cursor };
    }
    must(false, 'nguồn cấp không có điểm dừng', 'the feed never ends');
  }

  snapshot(): Promise<RequestSnapshot> {
    return this.api.ok(RequestSnapshot, '/requests/snapshot');
  }

  view(id: string): Promise<RequestView> {
    return this.api.ok(RequestView, `/requests/${id}`);
  }

  async answerAll(answers: readonly Answer[]): Promise<AnswersResult['outcomes']> {
    return (await this.api.ok(AnswersResult, '/requests/answers', { body: { answers } })).outcomes;
  }
}

export function pollPath(cursor: string | undefined, { limit = 100, wait = 0 } = {}): string {
  const query = new URLSearchParams({ limit: String(limit), wait: String(wait) });
  if (cursor !== undefined) query.set('cursor', cursor);
  return `/requests?${query.toString()}`;
}
