import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '#libs/canonical-json';
import { AnswersResult, SNAPSHOT_INSTEAD } from '#libs/contracts';
import type { Answer } from '#libs/contracts';
import { wordsOf } from '../native-error.js';
import { FeedItem } from '../state/entry.js';
import type { Heard } from '../state/follow.js';
import type { ServerClock } from './server-clock.js';

/** A refusal of the server: its status, the name it gives it, and when to come again (s). */
export class ServerRefused extends Error {
  override readonly name = 'ServerRefused';
  constructor(
    readonly status: number,
    readonly code: string | undefined,
    readonly retryAfter: number | undefined,
  ) {
    super(`the server answered ${status}${code === undefined ? '' : ` ${code}`}`);
  }

  /** The cursor leads nowhere any more: the snapshot takes the place of what is known. */
  get snapshotInstead(): boolean {
    return SNAPSHOT_INSTEAD.some((code) => code === this.code);
  }
}

/** No answer, or one that is none: the network, a proxy in between, a server that speaks something else. */
export class ServerUnclear extends Error {
  override readonly name = 'ServerUnclear';
}

/** The three calls of the providers' protocol that the agent makes. */
export interface Server {
  snapshot(): Promise<Heard>;
  /** @param wait how long the server may wait when there is nothing new (s). */
  poll(cursor: string, wait: number, signal: AbortSignal): Promise<Heard>;
  /** One outcome for each answer, in their order. */
  answer(answers: readonly Answer[]): Promise<AnswersResult['outcomes']>;
}

const Page = z.object({ items: z.array(FeedItem), cursor: z.string() });
const Snapshot = Page.extend({ sequence: z.int().min(0), checksum: z.string() });

/** Beyond what the server may wait by itself (ms). */
const PATIENCE = 30_000;
/** As many items as the protocol gives at once: each page is a reload. */
const PAGE = 500;

/** The server over HTTP, with the provider's key. */
export class HttpServer implements Server {
  constructor(
    private readonly url: string,
    private readonly key: string,
    private readonly clock: ServerClock,
  ) {}

  async snapshot(): Promise<Heard> {
    const body = await this.#call('/requests/snapshot');
    const read = this.#read(Snapshot, body);
    // Over the items as they came: what is not understood here is covered too.
    const sum = createHash('sha256')
      .update(canonicalJson((body as { items: unknown }).items))
      .digest('hex');
    if (sum !== read.checksum) throw new ServerUnclear('the checksum of the snapshot is not that of its items');
    return { kind: 'snapshot', items: read.items, cursor: read.cursor, sequence: read.sequence };
  }

  async poll(cursor: string, wait: number, signal: AbortSignal): Promise<Heard> {
    const query = new URLSearchParams({ cursor, wait: String(wait), limit: String(PAGE) });
    const read = this.#read(Page, await this.#call(`/requests?${query.toString()}`, { wait, signal }));
    return { kind: 'page', ...read };
  }

  async answer(answers: readonly Answer[]): Promise<AnswersResult['outcomes']> {
    const { outcomes } = this.#read(AnswersResult, await this.#call('/requests/answers', { body: { answers } }));
    if (outcomes.length !== answers.length)
      throw new ServerUnclear('the server did not give an outcome for each answer');
    return outcomes;
  }

  async #call(
    path: string,
    { body, wait = 0, signal }: { body?: unknown; wait?: number; signal?: AbortSignal } = {},
  ): Promise<unknown> {
    const limit = AbortSignal.timeout(wait * 1_000 + PATIENCE);
    let answer: Response;
    let text: string;
    try {
      answer = await fetch(`${this.url}/api/v1${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          authorization: `Bearer ${this.key}`,
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        // The key is for this server and no other.
        redirect: 'error',
        signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
      });
      text = await answer.text();
    } catch (error) {
      if (signal?.aborted === true) throw error;
      throw new ServerUnclear(`the server gave no answer: ${wordsOf(error)}`);
    }
    this.clock.note(answer.headers.get('date'));
    const json = parsed(text);
    if (!answer.ok) throw new ServerRefused(answer.status, codeOf(json), retryAfter(answer.headers));
    return json;
  }

  #read<T>(shape: z.ZodType<T>, body: unknown): T {
    const read = shape.safeParse(body);
    if (read.success) return read.data;
    const where = read.error.issues.slice(0, 3).map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new ServerUnclear(`the server's answer is not what the protocol says: ${where.join('; ')}`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The machine name of a problem: its own member, or the end of its type's address. */
function codeOf(json: unknown): string | undefined {
  const read = z.object({ code: z.string().optional(), type: z.string().optional() }).safeParse(json);
  return read.success ? (read.data.code ?? read.data.type?.split('/').at(-1)) : undefined;
}

function retryAfter(headers: Headers): number | undefined {
  const said = headers.get('retry-after') ?? '';
  return /^\d{1,5}$/.test(said) ? Number(said) : undefined;
}
