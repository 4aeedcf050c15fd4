import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/**
 * How a provider's end fails: it takes the connection and says nothing; says the head of its answer, or the body, a byte at a time and never ends; closes its side at
 * once and goes on listening; cuts the connection when it has read the request. `well`: it answers 204.
 */
export type Manner = 'silent' | 'trickles' | 'trickles-body' | 'half-closes' | 'resets' | 'well';

/** Between two bytes of one that trickles: far below any silence that somebody would call hung (ms). */
const DRIP = 40;
const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\nx-slow: ';
const BEGUN = 'HTTP/1.1 200 OK\r\ncontent-length: 60000\r\n\r\n';
const WELL = 'HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n';

/** A provider's end on a real socket, with the manners of the worst, that counts what is held open and writes down what it took. */
export class BadEnd {
  /** Ids of the messages that were answered with 2xx, in their order; and every message that came. */
  readonly taken: string[] = [];
  readonly came: string[] = [];
  readonly bodies = new Map<string, string>();
  most = 0;
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  private constructor(public manner: Manner) {
    this.#server = createServer({ allowHalfOpen: true }, (socket) => {
      this.#take(socket);
    });
  }

  static async start(manner: Manner): Promise<BadEnd> {
    const end = new BadEnd(manner);
    await new Promise<void>((resolve) => end.#server.listen(0, '127.0.0.1', resolve));
    return end;
  }

  get open(): number {
    return this.#sockets.size;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.port)}/`;
  }

  close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    return new Promise((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
  }

  #take(socket: Socket): void {
    const manner = this.manner;
    this.#sockets.add(socket);
    this.most = Math.max(this.most, this.#sockets.size);
    let dripping: NodeJS.Timeout | undefined;
    socket.on('error', () => undefined);
    // The other side has gone: nothing is held for it.
    socket.on('end', () => {
      if (manner !== 'half-closes') socket.destroy();
    });
    socket.on('close', () => {
      clearInterval(dripping);
      this.#sockets.delete(socket);
    });
    if (manner === 'half-closes') socket.end();
    const drip = (text: string): void => {
      let said = 0;
      dripping = setInterval(() => {
        socket.write(text[said] ?? 'x');
        said += 1;
      }, DRIP);
    };
    if (manner === 'trickles') drip(HEAD);
    let heard = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      heard += chunk;
      const message = wholeMessage(heard);
      if (!message) return;
      heard = '';
      this.came.push(message.id);
      if (manner === 'trickles-body') {
        socket.write(BEGUN);
        drip('');
      }
      if (manner === 'resets') socket.resetAndDestroy();
      if (manner !== 'well') return;
      this.taken.push(message.id);
      this.bodies.set(message.id, message.body);
      socket.end(WELL);
    });
  }
}

const wholeMessage = (heard: string): { id: string; body: string } | undefined => {
  const [head = '', body] = heard.split('\r\n\r\n', 2);
  const length = Number(/^content-length: (\d+)/im.exec(head)?.[1]);
  if (body === undefined || Buffer.byteLength(body) < length) return undefined;
  return { id: /^webhook-id: (\S+)/im.exec(head)?.[1] ?? '', body };
};
