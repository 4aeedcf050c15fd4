import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PlatformNotice } from '#libs/contracts';
import type { RequestTarget } from '#libs/contracts';

const KEY = Buffer.alloc(32, 9);

/** A platform's own server, as one would build it from the published form: it checks the signature, and knows repetitions by id. */
export class Platform {
  readonly secret = `whsec_${KEY.toString('base64')}`;
  /** Every call that came, repetitions too. */
  calls = 0;
  /** What is answered to a notice, by its target. Absent: 204. */
  answer: (notice: PlatformNotice) => number = () => 204;
  readonly notices = new Map<string, PlatformNotice>();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, reply) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => reply.writeHead(this.#take(request.headers, body)).end());
    });
  }

  static async start(): Promise<Platform> {
    const platform = new Platform();
    await new Promise<void>((resolve) => platform.#server.listen(0, '127.0.0.1', resolve));
    return platform;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}/notices`;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
  }

  /** A target is down while any request for it stands that was not lifted. */
  blocks(target: RequestTarget): boolean {
    const all = [...this.notices.values()];
    const lifted = new Set(all.filter(({ kind }) => kind === 'lift').map((notice) => notice.request_id));
    const wanted = JSON.stringify(target);
    return all.some(
      ({ kind, request_id, source_identifier }) =>
        kind === 'block' && !lifted.has(request_id) && JSON.stringify(source_identifier) === wanted,
    );
  }

  #take(headers: IncomingHttpHeaders, body: string): number {
    this.calls += 1;
    const id = String(headers['webhook-id']);
    const signed = `${id}.${String(headers['webhook-timestamp'])}.${body}`;
    const wanted = Buffer.from(`v1,${createHmac('sha256', KEY).update(signed).digest('base64')}`);
    const given = Buffer.from(String(headers['webhook-signature']));
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return 401;
    const notice = PlatformNotice.parse(JSON.parse(body));
    const status = this.answer(notice);
    if (status < 300) this.notices.set(id, notice);
    return status;
  }
}
