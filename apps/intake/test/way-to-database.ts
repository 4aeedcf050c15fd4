import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';

/** A TCP way to the database that can be closed, as when the server is away, and opened again. */
export interface WayToDatabase {
  readonly url: string;
  /** Cuts every connection and refuses new ones. */
  close(): void;
  open(): void;
  end(): Promise<void>;
}

/** Makes a way to the server of this URL, on a port of its own at 127.0.0.1. */
export async function wayTo(databaseUrl: string): Promise<WayToDatabase> {
  const target = new URL(databaseUrl);
  const sockets = new Set<net.Socket>();
  let isOpen = true;
  const server = net.createServer((client) => {
    const upstream = net.connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from
        .on('error', () => undefined)
        .on('close', () => {
          sockets.delete(from);
          to.destroy();
        });
      from.pipe(to);
    }
    if (!isOpen) client.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    close: () => {
      isOpen = false;
      cut();
    },
    open: () => {
      isOpen = true;
    },
    end: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
