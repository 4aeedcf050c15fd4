import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { exchange } from './exchange.js';

let server: Server | undefined;
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve())); // prettier-ignore
});

const serve = async (answer: (socket: Socket) => void): Promise<{ host: string; port: number }> => {
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    answer(socket.resume());
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
};
const frame = (text: string): Buffer => Buffer.concat([Buffer.from([0, Buffer.byteLength(text)]), Buffer.from(text)]);
const all = async (of: AsyncGenerator<Buffer>): Promise<string[]> => {
  const messages: string[] = [];
  for await (const message of of) {
    messages.push(message.toString());
    if (messages.length === 2) break;
  }
  return messages;
};

describe('a DNS exchange over TCP', () => {
  it('gives messages whole, however they are cut on the way, and lets the connection go', async () => {
    const bytes = Buffer.concat([frame('một'), frame('hai')]);
    const to = await serve((socket) => {
      for (const byte of bytes) socket.write(Buffer.from([byte]));
    });
    expect(await all(exchange(to, Buffer.from('?'), 2_000))).toEqual(['một', 'hai']);
    await new Promise<void>((resolve) => {
      const [open] = sockets;
      if (open) open.once('close', resolve);
      else resolve();
    });
    expect(sockets.size).toBe(0);
  });

  it('ends with a server that says nothing', async () => {
    const to = await serve(() => undefined);
    await expect(all(exchange(to, Buffer.from('?'), 60))).rejects.toThrow(/no answer from 127\.0\.0\.1:\d+ for 60 ms/);
  });

  it('ends with a server that sends a byte now and then and is never silent', async () => {
    const to = await serve((socket) => {
      const drip = setInterval(() => socket.write(Buffer.from([255])), 20);
      socket.once('close', () => {
        clearInterval(drip);
      });
    });
    await expect(all(exchange(to, Buffer.from('?'), 200, 400))).rejects.toThrow(/not answered in full after 400 ms/);
  });

  it('ends with a server that closes or cuts the connection', async () => {
    const closing = await serve((socket) => socket.end());
    await expect(all(exchange(closing, Buffer.from('?'), 1_000))).rejects.toThrow(/closed the connection/);
    server?.close();
    const cutting = await serve((socket) => socket.once('data', () => socket.resetAndDestroy()));
    await expect(all(exchange(cutting, Buffer.from('?'), 1_000))).rejects.toThrow(/ECONNRESET|closed/);
  });
});
