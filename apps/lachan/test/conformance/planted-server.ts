import { createHash, createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PROVIDER_REFUSALS, type RequestItem } from '#libs/contracts';
import { canonicalJson } from '#libs/event-store';
import type { Fault } from './faults.js';
import { problem, type Entry, type Held, type Said } from './planted-says.js';

const CAP = 16;
const SECRET = 'planted';

/** A small server of the providers' protocol, written from its description and in memory: whole, or with one fault. */
export class PlantedServer {
  readonly #requests = new Map<string, Held>();
  readonly #feed: Entry[] = [];
  readonly #sequences = new Map<string, number>();
  readonly #wakers = new Set<() => void>();
  readonly #handedOut = new Set<RequestItem>();
  readonly #waiting = new Map<string, number>();
  readonly #histories = new Map<string, number>();
  #refusing = false;

  private constructor(
    private readonly fault: Fault | null,
    private readonly server: Server,
  ) {}

  static async start(fault: Fault | null): Promise<PlantedServer> {
    const server = createServer();
    const planted = new PlantedServer(fault, server);
    server.on('request', (request, response) => void planted.#serve(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return planted;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request as AsyncIterable<Buffer>) text += chunk.toString();
    const [status, body, headers = {}] = await this.#answer(request, text === '' ? {} : (JSON.parse(text) as never));
    const bytes = body instanceof Buffer ? body : Buffer.from(body === null ? '' : JSON.stringify(body));
    const plain = this.fault === 'plain-errors' && status >= 400 ? { 'content-type': 'application/json' } : {};
    response.writeHead(status, { 'content-type': 'application/json', ...headers, ...plain });
    response.end(bytes);
  }

  #answer(request: IncomingMessage, body: Record<string, unknown>): Promise<Said> | Said {
    const owner = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (owner === undefined && this.fault !== 'open-door') return problem(401, 'unauthenticated');
    const key = owner ?? 'anybody';
    const url = new URL(request.url ?? '/', 'http://planted');
    const [, , , room = '', id = '', what = ''] = url.pathname.split('/');
    if (room === 'sandbox' && id === 'restart') return this.#restart(key);
    if (room === 'sandbox') return this.#sandbox(key, body as { kind: string; count: number; action: string });
    if (room === 'feeds') return this.#list(key, id, request.headers['if-none-match']);
    if (id === '') return this.#poll(key, url.searchParams);
    if (id === 'snapshot') return this.#snapshot(key);
    if (id === 'answers') return this.#bulk(key, body as { answers: Record<string, string>[] });
    return what === '' ? this.#view(key, id) : this.#take(key, id, what, body);
  }

  #sandbox(owner: string, { kind, count, action }: { kind: string; count: number; action: string }): Said {
    if (kind === 'block') {
      const made = Array.from({ length: count }, () => this.#queue(owner, action).id);
      this.#wake();
      return [201, { requests: made }];
    }
    const held = [...this.#requests.values()].filter((one) => one.owner === owner && one.inForce).slice(0, count);
    for (const one of held) {
      one.inForce = false;
      const block = this.#feed.find(({ item }) => item.id === one.item.id);
      if (block && this.fault !== 'hands-out-recalled') block.live = false;
      if (!one.fetched) one.state = 'lifted';
      else if (this.fault !== 'drops-lifts') {
        one.state = 'lift-queued';
        this.#feed.push({ owner, item: { ...one.item, kind: 'lift', sequence: this.#next(owner) }, live: true });
      }
    }
    this.#wake();
    return [201, { requests: held.map(({ item }) => item.id) }];
  }

  #restart(owner: string): Said {
    for (const [id, held] of this.#requests) {
      if (held.owner === owner && this.fault !== 'remembers-the-lost') this.#requests.delete(id);
    }
    const others = this.#feed.filter((entry) => entry.owner !== owner);
    this.#feed.splice(0, this.#feed.length, ...others);
    this.#sequences.delete(owner);
    this.#histories.set(owner, this.#history(owner) + 1);
    return [200, { requests: [] }];
  }

  #history(owner: string): number {
    return this.#histories.get(owner) ?? 0;
  }

  #queue(owner: string, action: string): RequestItem {
    const id = randomUUID();
    const host = `t-${id.slice(-12)}.example.test`;
    const at = new Date().toISOString();
    const item: RequestItem = {
      ...{ id, sequence: this.#next(owner), kind: 'block', order: randomUUID(), reference: 'THU-1', legalBasis: 'thu' },
      action: action as RequestItem['action'],
      target: action === 'block-url' ? { url: `http://${host}/1` } : { host },
      ...{ category: 'social-vice', statement: 'thử', issuedAt: at, dueAt: at, expiresAt: at },
    };
    this.#requests.set(id, { owner, item, state: 'queued', fetched: false, inForce: true, answers: 0 });
    this.#feed.push({ owner, item, live: true });
    return item;
  }

  #next(owner: string): number {
    const next = (this.#sequences.get(owner) ?? 0) + 1;
    this.#sequences.set(owner, next);
    return next;
  }

  #wake(): void {
    if (this.fault !== 'never-wakes') for (const wake of this.#wakers) wake();
  }

  #cursor(owner: string, lifts: number, blocks: number, history = this.#history(owner)): string {
    const place = JSON.stringify([lifts, blocks, history]);
    const mac = createHmac('sha256', SECRET).update(`${this.fault === 'foreign-cursors' ? '' : owner}${place}`);
    const sign = this.fault === 'unsigned-cursors' ? '0'.repeat(16) : mac.digest('hex').slice(0, 16);
    return Buffer.from(`${sign}${place}`).toString('base64url');
  }

  #place(owner: string, cursor: string | null): [number, number] | 'gone' | undefined {
    if (cursor === null) return [0, 0];
    const text = Buffer.from(cursor, 'base64url').toString();
    try {
      const [lifts = 0, blocks = 0, history = 0] = JSON.parse(text.slice(16)) as number[];
      if (this.fault === 'unsigned-cursors') return [lifts, blocks];
      if (this.#cursor(owner, lifts, blocks, history) === cursor) {
        const known =
          this.fault === 'only-beyond'
            ? Math.max(lifts, blocks) <= (this.#sequences.get(owner) ?? 0)
            : this.fault === 'any-history' || history === this.#history(owner);
        return known ? [lifts, blocks] : 'gone';
      }
    } catch {
      // Not one of ours.
    }
    return this.fault === 'any-cursor' || this.fault === 'unsigned-cursors' ? [0, 0] : undefined;
  }

  async #poll(owner: string, query: URLSearchParams): Promise<Said> {
    const wait = Number(query.get('wait'));
    if (wait > 60 && this.fault !== 'waits-for-ever') return problem(400, 'invalid-request');
    const place = this.#place(owner, query.get('cursor'));
    if (!place) return problem(400, 'invalid-cursor');
    if (place === 'gone') return problem(410, 'cursor-gone');
    const page = (): Said => this.#page(owner, place, Number(query.get('limit')));
    const empty = ([, body]: Said): boolean => (body as { items: unknown[] }).items.length === 0;
    const first = page();
    if (!empty(first) || wait === 0 || wait > 60)
      return this.#refusing ? problem(503, 'unavailable', { 'retry-after': '1' }) : first;
    const waiting = this.#waiting.get(owner) ?? 0;
    if (waiting >= CAP) {
      this.#refusing = this.fault === 'never-again';
      return problem(503, 'unavailable', this.fault === 'silent-503' ? {} : { 'retry-after': '1' });
    }
    this.#waiting.set(owner, waiting + 1);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, wait * 1_000);
      this.#wakers.add(() => {
        clearTimeout(timer);
        resolve();
      });
    });
    this.#waiting.set(owner, (this.#waiting.get(owner) ?? 1) - 1);
    return page();
  }

  #page(owner: string, [lifts, blocks]: [number, number], limit: number): Said {
    const own = this.#feed.filter((entry) => entry.owner === owner && entry.live).map(({ item }) => item);
    const forgotten = (item: RequestItem): boolean =>
      this.fault === 'forgets-what-it-handed-out' && this.#handedOut.has(item);
    const lane = (kind: string, after: number): RequestItem[] =>
      own.filter((item) => item.kind === kind && item.sequence > after && !forgotten(item));
    const both = [lane('lift', lifts), lane('block', blocks)];
    const items = (this.fault === 'lifts-last' ? both.reverse() : both).flat().slice(0, limit);
    for (const item of items) {
      this.#handedOut.add(item);
      const held = this.#requests.get(item.id);
      if (held) held.fetched = true;
    }
    const last = (kind: string, from: number): number => items.findLast((item) => item.kind === kind)?.sequence ?? from;
    const skip = this.fault === 'skips-at-page-end' && items.length === limit && limit > 1 ? 1 : 0;
    const cursor = this.#cursor(owner, last('lift', lifts), last('block', blocks) + skip);
    const said = this.fault === 'reorders' ? [...items].reverse() : items;
    return [
      200,
      { items: this.fault === 'doubles' ? said.flatMap((item) => [item, item]).slice(0, limit) : said, cursor },
    ];
  }

  #snapshot(owner: string): Said {
    const held = [...this.#requests.values()].filter(
      (one) => one.owner === owner && (one.inForce || this.fault === 'snapshot-too-much'),
    );
    for (const one of held) one.fetched = true;
    const items = held.map(({ item }) => item);
    const sum = createHash('sha256').update(canonicalJson(items)).digest('hex');
    const head = this.#sequences.get(owner) ?? 0;
    const beyond = this.fault === 'snapshot-cursor-skips' ? head + 1 : head;
    const checksum =
      this.fault === 'snapshot-checksum' ? sum.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) : sum;
    return [200, { items, cursor: this.#cursor(owner, head, beyond), sequence: head, checksum }];
  }

  #find(owner: string, id: string): Held | undefined {
    const held = this.#requests.get(id);
    return held && (held.owner === owner || this.fault === 'foreign-requests') ? held : undefined;
  }

  #view(owner: string, id: string): Said {
    const held = this.#find(owner, id);
    if (!held) return problem(404, 'not-found');
    const refusal =
      held.refusal === undefined || this.fault === 'loses-refusal-code' ? {} : { refusal: { code: held.refusal } };
    return [200, { ...held.item, state: held.state, ...refusal }];
  }

  #take(owner: string, id: string, what: string, body: Record<string, unknown>): Said {
    const held = this.#find(owner, id);
    if (!held) return problem(404, 'not-found');
    const next =
      { acknowledge: 'acknowledged', enforced: 'enforced', refused: 'refused', lifted: 'lifted' }[what] ?? '';
    const code = body['code'] as string | undefined;
    if (what === 'refused') {
      if (typeof body['reason'] !== 'string') return problem(400, 'invalid-request');
      const known = code !== undefined && code in PROVIDER_REFUSALS;
      if (!known && this.fault !== 'any-refusal-code') return problem(400, 'invalid-request');
    }
    if (held.state === next) {
      if (this.fault === 'repeat-is-conflict') return problem(409, 'already-answered');
      if (this.fault === 'lost-answer-is-conflict' && held.answers === 1) return problem(409, 'already-answered');
      return [200, { id, state: next, position: 0, version: held.answers }];
    }
    if (what === 'lifted' && held.state !== 'lift-queued' && this.fault !== 'takes-wrong-kind')
      return problem(409, 'wrong-kind');
    const answered = held.state === 'enforced' || held.state === 'refused';
    if (answered && this.fault !== 'takes-contradictions') return problem(409, 'already-answered');
    held.state = what === 'lifted' && this.fault === 'lifted-stays' ? held.state : next;
    held.answers += 1;
    if (code !== undefined) held.refusal = code;
    return [200, { id, state: held.state, position: 0, version: held.answers }];
  }

  #bulk(owner: string, { answers }: { answers: Record<string, string>[] }): Said {
    const outcomes = answers.map(({ id = '', answer = '', ...body }) => {
      const [status, said] = this.#take(owner, id, answer, body);
      const { state, code } = said as { state?: string; code?: string };
      return status === 200 ? { id, ok: true, state, position: 0 } : { id, ok: false, problem: code };
    });
    return [200, { outcomes: this.fault === 'bulk-out-of-order' ? outcomes.reverse() : outcomes, position: 0 }];
  }

  #list(owner: string, format: string, ifNoneMatch: string | undefined): Said {
    const stays = this.fault === 'list-keeps-lifted';
    const held = [...this.#requests.values()].filter((one) => one.owner === owner && (one.inForce || stays));
    const lines = held.map(({ item }) =>
      format === 'json' ? JSON.stringify(item) : 'host' in item.target ? item.target.host : `http ${item.id}`,
    );
    const wide = this.fault === 'list-too-wide' ? ['*.example.test'] : [];
    const bytes = Buffer.from(['# planted', ...(format.endsWith('urls') ? [] : wide), ...lines].join('\n'));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const sequence = this.fault === 'sequence-stands-still' ? 1 : (this.#sequences.get(owner) ?? 0);
    const headers = {
      'content-type': 'text/plain',
      etag: `"${sha256}"`,
      'x-lachan-sha256': this.fault === 'wrong-sha256' ? sha256.slice(1) : sha256,
      'x-lachan-sequence': String(sequence),
    };
    return ifNoneMatch === headers.etag && this.fault !== 'no-304' ? [304, null, headers] : [200, bytes, headers];
  }
}
