import type * as Dgram from 'node:dgram';
import type * as Net from 'node:net';

// Not imported: Jest would remember the functions by name as they were before they are watched.
const dgram = process.getBuiltinModule('node:dgram');
const dns = process.getBuiltinModule('node:dns');
const net = process.getBuiltinModule('node:net');

/** One attempt of this process to reach something: a connection, a datagram, or a question to a resolver. */
export interface WayOut {
  readonly kind: 'tcp' | 'udp' | 'dns';
  readonly host: string;
  readonly port: number | null;
  /** Where in the code, for whoever has to find it. */
  readonly from: string;
}

type Listener = (way: WayOut) => void;

/** Lies on the prototype, which every test file of a worker shares, unlike module state. */
const LISTENERS = Symbol.for('lachan.ways-out');

interface Watched {
  [LISTENERS]?: Set<Listener>;
}

const isLoopback = (host: string): boolean =>
  host === '' || host === 'localhost' || host === '::1' || host === '::' || /^(::ffff:)?127\./.test(host);

/** Whether it stays on this machine. A question to a resolver about a name leaves it, whatever the answer would be. */
export const staysHome = ({ kind, host }: WayOut): boolean =>
  kind === 'dns' ? net.isIP(host) !== 0 || host === 'localhost' : isLoopback(host);

const wayOf = (kind: WayOut['kind'], host: string, port: unknown): WayOut => ({
  kind,
  host,
  port: port === undefined || port === null ? null : Number(port),
  from: new Error('way out').stack?.split('\n').slice(3, 8).join('\n') ?? '',
});

const refusal = ({ kind, host }: WayOut): Error =>
  Object.assign(new Error(`tests reach nothing outside this machine: ${kind} ${host}`), { code: 'ECONNREFUSED' });

/** Tells the listeners; true when the attempt may go on. */
const tell = (way: WayOut): boolean => {
  for (const listener of (net.Socket.prototype as Watched)[LISTENERS] ?? []) listener(way);
  return staysHome(way);
};

type Connect = (this: Net.Socket, ...args: unknown[]) => Net.Socket;

/** The forms of `connect`: options, path, (port, host); Node itself passes the first two wrapped in one array. */
const destination = (args: readonly unknown[]): { host: string; port: unknown } | null => {
  const [first, second] = Array.isArray(args[0]) ? (args[0] as unknown[]) : args;
  if (typeof first === 'object' && first !== null) {
    const { host, port, path } = first as { host?: string; port?: unknown; path?: string };
    return path !== undefined && port === undefined ? null : { host: host ?? 'localhost', port };
  }
  if (typeof first === 'string' && Number.isNaN(Number(first))) return null;
  return { host: typeof second === 'string' ? second : 'localhost', port: first };
};

const watchConnections = (): void => {
  const { connect } = net.Socket.prototype as unknown as { readonly connect: Connect };
  net.Socket.prototype.connect = function (this: Net.Socket, ...args: unknown[]): Net.Socket {
    const to = destination(args);
    if (to === null) return connect.apply(this, args);
    const way = wayOf('tcp', to.host, to.port);
    if (tell(way)) return connect.apply(this, args);
    process.nextTick(() => this.destroy(refusal(way)));
    return this;
  };
};

const watchDatagrams = (): void => {
  const { send } = dgram.Socket.prototype as unknown as { readonly send: (...args: unknown[]) => void };
  dgram.Socket.prototype.send = function (this: Dgram.Socket, ...args: unknown[]): void {
    const host = args.find((arg): arg is string => typeof arg === 'string' && arg !== args[0]);
    const way = wayOf('udp', host ?? 'localhost', null);
    if (!tell(way)) throw refusal(way);
    send.apply(this, args);
  } as typeof dgram.Socket.prototype.send;
};

type Ask = (this: unknown, name: string, ...rest: unknown[]) => unknown;

/** Every question of an object that asks resolvers; a refused one is answered as a resolver that is away would be. */
const watchQuestions = (asker: object, promised: boolean): void => {
  for (const name of Object.getOwnPropertyNames(asker)) {
    const ask = (asker as Record<string, unknown>)[name];
    if (!/^(lookup|resolve|reverse)/.test(name) || typeof ask !== 'function') continue;
    const watched: Ask = function (host, ...rest) {
      const way = wayOf('dns', host, null);
      if (tell(way)) return (ask as Ask).call(this, host, ...rest);
      if (promised) return Promise.reject(refusal(way));
      const callback = rest.at(-1);
      if (typeof callback === 'function') process.nextTick(callback, refusal(way));
      return undefined;
    };
    (asker as Record<string, unknown>)[name] = watched;
  }
};

/**
 * Watches what this process reaches for from now on: every connection, datagram and question to a resolver. What would
 * leave the machine is refused as well. Returns a function that ends the watching (the refusing stays).
 */
export const watchWaysOut = (listener: Listener): (() => void) => {
  const shared = net.Socket.prototype as Watched;
  if (shared[LISTENERS] === undefined) {
    shared[LISTENERS] = new Set();
    watchConnections();
    watchDatagrams();
    for (const asker of [dns, dns.Resolver.prototype]) watchQuestions(asker, false);
    for (const asker of [dns.promises, dns.promises.Resolver.prototype]) watchQuestions(asker, true);
  }
  const listeners = shared[LISTENERS];
  listeners.add(listener);
  return () => listeners.delete(listener);
};
