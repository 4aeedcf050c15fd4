import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PASSWORD, founders, startDirectory, type DirectoryUnderTest } from './directory-under-test.js';

/** A road to the database that can be cut and mended. */
class Road {
  readonly #sockets = new Set<Socket>();
  #open = true;
  #server: Server | undefined;

  async to(databaseUrl: string): Promise<string> {
    const url = new URL(databaseUrl);
    const [host, port] = [url.hostname, Number(url.port)];
    this.#server = createServer((near) => {
      if (!this.#open) {
        near.destroy();
        return;
      }
      const far = connect(port, host);
      for (const [from, into] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(from);
        from.on('error', () => into.destroy()).on('close', () => this.#sockets.delete(from));
        from.pipe(into);
      }
    });
    await new Promise<void>((resolve) => this.#server?.listen(0, '127.0.0.1', resolve));
    url.hostname = '127.0.0.1';
    url.port = (this.#server.address() as AddressInfo).port.toString();
    return url.href;
  }

  cut(): void {
    this.#open = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#open = true;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server?.close(resolve));
  }
}

const road = new Road();
let directory: DirectoryUnderTest;
beforeAll(async () => {
  directory = await startDirectory((url) => road.to(url));
  await founders(directory);
});
afterAll(async () => {
  await directory.close();
  await road.close();
});

describe('while the database is away', () => {
  it('every door answers 503 and when to come again, and opens again by itself', async () => {
    const browser = await directory.signedIn('an');
    road.cut();
    const answers = [
      await directory.client().call('POST', '/session', { login: 'an', password: PASSWORD }),
      await browser.call('GET', '/session'),
      await browser.call('POST', '/registers/guard', { id: 'x', value: {} }),
      await browser.call('POST', '/keys', { name: 'x', role: 'school', unit: 'van-hanh' }),
      await directory.client().call('POST', '/invitations/a.b', { password: PASSWORD }),
    ];
    for (const { status, body, headers } of answers) {
      expect([status, body['code']]).toEqual([503, 'unavailable']);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    road.mend();
    expect((await browser.call('GET', '/session')).status).toBe(200);
    expect((await browser.call('POST', '/keys', { name: 'x', role: 'school', unit: 'van-hanh' })).status).toBe(201);
    await directory.signedIn('an');
  });
});
