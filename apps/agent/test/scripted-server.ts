import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer } from '#libs/contracts';
import { ScriptedFeed } from './scripted-feed.js';

export const KEY = 'lck_0123456789abcdef_khoa-cua-may-thu';

interface Said {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const problem = (status: number, code: string, headers: Record<string, string> = {}): Said => ({
  status,
  body: { type: `https://lachan.example/problems/${code}`, title: code, status },
  headers,
});

/** A server of the providers' protocol over HTTP, with the faults that a test asks it for. */
export class ScriptedServer {
  readonly feed = new ScriptedFeed();
  /** Method and path of every call, in order. */
  readonly calls: string[] = [];
  /** What the next calls get instead of an answer. */
  readonly instead: Said[] = [];
  /** The next answers are taken, and the reply to them is lost. */
  loseReplies = 0;
  /** What the Date header says; undefined: the truth. */
  date: (() => string) | undefined;
  /** Changes what a snapshot says on its way. */
  tamper: (snapshot: Record<string, unknown>) => Record<string, unknown> = (snapshot) => snapshot;
  readonly #wakers = new Set<() => void>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<ScriptedServer> {
    const server = createServer();
    const scripted = new ScriptedServer(server);
    scripted.feed.onChange = () => {
      for (const wake of scripted.#wakers) wake();
    };
    server.on('request', (request, response) => void scripted.#serve(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return scripted;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  async close(): Promise<void> {
    for (const wake of this.#wakers) wake();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request as AsyncIterable<Buffer>) text += chunk.toString();
    const url = new URL(request.url ?? '/', 'http://scripted');
    this.calls.push(`${request.method ?? ''} ${url.pathname.replace('/api/v1', '')}`);
    const { status, body, headers } = await this.#answer(request, url, text);
    if (url.pathname.endsWith('/answers') && status === 200 && this.loseReplies > 0) {
      this.loseReplies -= 1;
      response.destroy();
      return;
    }
    const date = this.date ? { date: this.date() } : {};
    response.writeHead(status, { 'content-type': 'application/json', ...date, ...headers });
    response.end(JSON.stringify(body ?? {}));
  }

  async #answer(request: IncomingMessage, { pathname, searchParams }: URL, text: string): Promise<Said> {
    if (request.headers.authorization !== `Bearer ${KEY}`) return problem(401, 'unauthenticated');
    const instead = this.instead.shift();
    if (instead) return instead;
    switch (pathname) {
      case '/api/v1/requests':
        return this.#poll(searchParams);
      case '/api/v1/requests/snapshot':
        return { status: 200, body: this.tamper(this.feed.snapshot()) };
      case '/api/v1/requests/answers':
        return {
          status: 200,
          body: { outcomes: this.feed.answer((JSON.parse(text) as { answers: Answer[] }).answers), position: 0 },
        };
      default:
        return problem(404, 'not-found');
    }
  }

  async #poll(query: URLSearchParams): Promise<Said> {
    const page = () => this.feed.page(query.get('cursor'), Number(query.get('limit')));
    const first = page();
    if (!first) return problem(410, 'cursor-gone');
    const wait = Number(query.get('wait'));
    if (first.items.length > 0 || wait === 0) return { status: 200, body: first };
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#wakers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, wait * 1_000);
      this.#wakers.add(wake);
    });
    return { status: 200, body: page() };
  }
}
