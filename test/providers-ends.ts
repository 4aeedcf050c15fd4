import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What came to a provider's own server: the path, what of the headers is ours, and the body as it was sent. */
export interface Came {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const OURS = /^(webhook-|content-type$|user-agent$)/;

/** The servers of providers that are pushed to: it takes everything and keeps it. */
export class ProvidersEnds {
  readonly came: Came[] = [];
  readonly secret = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, reply) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        const headers = Object.entries(request.headers).filter(([name]) => OURS.test(name));
        this.came.push({
          path: request.url ?? '',
          headers: Object.fromEntries(headers.map(([k, v]) => [k, String(v)])),
          body,
        });
        reply.writeHead(204).end();
      });
    });
  }

  static async open(): Promise<ProvidersEnds> {
    const ends = new ProvidersEnds();
    await new Promise<void>((resolve) => ends.#server.listen(0, '127.0.0.1', resolve));
    return ends;
  }

  /** What `delivery.json` says of a provider that is reached here, under a path. */
  reachedAt(path: string): { url: string; secrets: string[]; privateHost: string } {
    const { port } = this.#server.address() as AddressInfo;
    return { url: `http://127.0.0.1:${String(port)}${path}`, secrets: [this.secret], privateHost: '127.0.0.1' };
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
  }
}
