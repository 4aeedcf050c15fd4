import net from 'node:net';

/** A TCP way to the database that can be cut at chosen moments. */
export interface SeveringProxy {
  url: string;
  /** The next statement that contains this text reaches the server, but its answer never comes back. */
  swallowAnswerTo(text: string): void;
  /** Refuses connections and cuts those there are, until `restore`. */
  cut(): void;
  /** From now on nothing comes back, and nobody is told: a dead network. Until `restore`. */
  hush(): void;
  restore(): void;
  close(): Promise<void>;
}

export async function severingProxy(databaseUrl: string): Promise<SeveringProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<net.Socket>();
  let swallow: string | null = null;
  let isCut = false;
  let isHushed = false;
  const server = net.createServer((client) => {
    if (isCut) {
      client.destroy();
      return;
    }
    const upstream = net.connect(Number(target.port), target.hostname);
    let doomed = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (chunk) => {
      if (swallow !== null && chunk.includes(swallow)) {
        doomed = true;
        swallow = null;
      }
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      // The server has answered, so the statement is committed; the client hears only that the line is dead.
      if (doomed) client.destroy();
      else if (!isHushed) client.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.port = (server.address() as net.AddressInfo).port.toString();
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    swallowAnswerTo: (text) => {
      swallow = text;
    },
    cut: () => {
      isCut = true;
      cutAll();
    },
    hush: () => {
      isHushed = true;
    },
    restore: () => {
      isCut = isHushed = false;
    },
    close: () => {
      cutAll();
      return new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}
