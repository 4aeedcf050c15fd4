import { PassThrough } from 'node:stream';

/** A comment now and then keeps proxies from closing a quiet stream. */
const HEARTBEAT = 15_000;
/** A stream ends after a while and the page opens the next one: whoever was signed out meanwhile is not let in again. */
const LONGEST = 10 * 60_000;
/** A page that does not read is cut off and starts again from the last event it had. */
const MOST_UNREAD = 256 * 1_024;

/** One response of server-sent events (HTML Living Standard §9.2). Ends by itself, with the client, or with the process. */
export class EventStream {
  readonly body = new PassThrough();

  constructor(stopping: AbortSignal) {
    const beat = setInterval(() => {
      this.#write(': still here\n\n');
    }, HEARTBEAT);
    const end = (): void => {
      this.body.end();
    };
    const limit = setTimeout(end, LONGEST);
    stopping.addEventListener('abort', end, { once: true });
    if (stopping.aborted) end();
    this.onEnd(() => {
      clearInterval(beat);
      clearTimeout(limit);
      stopping.removeEventListener('abort', end);
    });
    this.#write('retry: 2000\n\n');
  }

  /** Sends one event; `id` is where a page that reconnects goes on. */
  send(name: string, id: number, data: object): void {
    this.#write(`event: ${name}\nid: ${String(id)}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Sends how something stands: nothing a page that reconnects goes on from. */
  tell(name: string, data: object): void {
    this.#write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  onEnd(listener: () => void): void {
    this.body.once('close', listener);
  }

  #write(text: string): void {
    if (this.body.writableEnded || this.body.destroyed) return;
    if (this.body.writableLength > MOST_UNREAD) this.body.destroy();
    else this.body.write(text);
  }
}
