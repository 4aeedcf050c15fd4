import dgram from 'node:dgram';
import dns, { lookup } from 'node:dns';
import { lookup as lookupLater } from 'node:dns/promises';
import http from 'node:http';
import net from 'node:net';
import tls from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { staysHome, watchWaysOut, type WayOut } from './ways-out.js';

let seen: WayOut[];
let end: () => void;
let server: http.Server;
let port: number;

beforeEach(async () => {
  seen = [];
  server = http.createServer((_, answer) => answer.end('x'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as net.AddressInfo).port;
  end = watchWaysOut((way) => seen.push(way));
});
afterEach(async () => {
  end();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const settles = (socket: net.Socket): Promise<unknown> =>
  new Promise((resolve) =>
    socket
      .once('error', resolve)
      .once('close', resolve)
      .once('connect', () => socket.destroy()),
  );

describe('what a process reaches for', () => {
  it('is seen on this machine, whichever way it connects, and goes on', async () => {
    await settles(net.connect(port, '127.0.0.1'));
    await settles(net.connect({ port, host: '127.0.0.1' }));
    await settles(new net.Socket().connect(port, '127.0.0.1'));
    await new Promise((resolve) =>
      http.get({ port, host: '127.0.0.1', agent: false }, (answer) => answer.resume().once('end', resolve)),
    );
    await fetch(`http://127.0.0.1:${String(port)}/`);
    expect(seen.filter((way) => way.kind === 'tcp').map((way) => [way.host, way.port])).toEqual(
      Array.from({ length: 5 }, () => ['127.0.0.1', port]),
    );
    expect(seen.every(staysHome)).toBe(true);
  });

  it('lies outside for names and addresses that are not this machine’s', () => {
    const way = (kind: WayOut['kind'], host: string): WayOut => ({ kind, host, port: null, from: '' });
    for (const host of ['192.0.2.1', '2001:db8::1', 'example.test', '0.0.0.0'])
      expect(staysHome(way('tcp', host))).toBe(false);
    for (const host of ['127.0.0.1', '127.9.9.9', '::1', 'localhost']) expect(staysHome(way('tcp', host))).toBe(true);
    expect(staysHome(way('dns', 'canary.localhost'))).toBe(false);
    expect(staysHome(way('dns', '127.0.0.1'))).toBe(true);
  });
});

/** The suite's own guard takes these attempts for failures, rightly: here they are told to nobody but this test. */
describe('what would leave the machine', () => {
  it('is seen, and refused, whichever way it would go', async () => {
    const outside: (() => Promise<unknown>)[] = [
      () => settles(net.connect(80, '192.0.2.1')),
      () => settles(tls.connect(443, '192.0.2.1')),
      () => fetch('http://192.0.2.1/').catch((error: unknown) => error),
      () => new Promise((resolve) => lookup('example.test', resolve)),
      () => new Promise((resolve) => dns.resolve4('example.test', resolve)),
      () => lookupLater('example.test').catch((error: unknown) => error),
      () => new dns.promises.Resolver().resolve4('example.test').catch((error: unknown) => error),
      () => {
        const socket = dgram.createSocket('udp4');
        return Promise.resolve()
          .then(() => socket.send('x', 53, '192.0.2.1'))
          .catch((error: unknown) => error)
          .finally(() => socket.close());
      },
    ];
    await unguarded(async () => {
      for (const reach of outside) await reach();
    });
    expect(seen.filter((way) => !staysHome(way)).map(({ kind, host }) => `${kind} ${host}`)).toEqual([
      ...['tcp 192.0.2.1', 'tcp 192.0.2.1', 'tcp 192.0.2.1'],
      ...['dns example.test', 'dns example.test', 'dns example.test', 'dns example.test'],
      'udp 192.0.2.1',
    ]);
  });
});

/** Takes the suite's listener away for as long as the work takes. */
const unguarded = async (work: () => Promise<void>): Promise<void> => {
  const listeners = (net.Socket.prototype as unknown as Record<symbol, Set<unknown>>)[Symbol.for('lachan.ways-out')];
  const all = [...(listeners ?? [])];
  const own = all.at(-1);
  listeners?.clear();
  listeners?.add(own);
  try {
    await work();
  } finally {
    listeners?.clear();
    for (const listener of all) listeners?.add(listener);
  }
};
