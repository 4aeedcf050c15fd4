import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePorts, startAuthority, startPrimary } from '../../../../infra/dns/programs.mjs';
import type { Followed, Running } from '../../../../infra/dns/programs.mjs';
import type { TsigKey } from '../../src/dns/tsig.js';
import { Zone } from '../../src/adapters/rpz/zone.js';

const execute = promisify(execFile);

const UPDATE_KEY = 'dispatcher';

/** One provider at the primary: its zones, its key, and where its secondaries listen. */
export interface ProviderZones extends Followed {
  readonly id: string;
  readonly notify: readonly number[];
}

/** A primary and an authority on this machine, and everything that is started beside them, in a folder that goes away. */
export class DnsWorld {
  readonly updateSecret = randomBytes(32);
  readonly providers: ProviderZones[] = [];
  readonly #running: Running[] = [];
  primary!: Running;

  private constructor(
    readonly folder: string,
    readonly primaryPort: number,
    readonly authorityPort: number,
  ) {}

  static async start(providers: Readonly<Record<string, readonly number[]>>): Promise<DnsWorld> {
    const [primaryPort = 0, authorityPort = 0] = await freePorts(2);
    const world = new DnsWorld(await mkdtemp(join(tmpdir(), 'lachan-dns-')), primaryPort, authorityPort);
    for (const [id, notify] of Object.entries(providers)) {
      world.providers.push({
        id,
        notify,
        primaryPort,
        allowZone: `allow.${id}.lachan`,
        blockZone: `block.${id}.lachan`,
        transferKey: `transfer-${id}`,
        transferSecret: randomBytes(32).toString('base64'),
      });
    }
    await world.startPrimary();
    await world.add(startAuthority({ folder: join(world.folder, 'authority'), port: authorityPort }));
    return world;
  }

  /** Starts the primary, or starts it again on the same files. */
  async startPrimary(): Promise<void> {
    this.primary = await startPrimary({
      folder: join(this.folder, 'primary'),
      port: this.primaryPort,
      updateKey: UPDATE_KEY,
      updateSecret: this.updateSecret.toString('base64'),
      providers: this.providers.map(({ id: _, primaryPort: __, ...provider }) => provider),
    });
  }

  /** Remembers a program, to end it with the world. */
  async add(starting: Promise<Running>): Promise<Running> {
    const running = await starting;
    this.#running.push(running);
    return running;
  }

  provider(id: string): ProviderZones {
    const provider = this.providers.find((one) => one.id === id);
    if (!provider) throw new Error(`no provider ${id}`);
    return provider;
  }

  get updateKey(): TsigKey {
    return { name: UPDATE_KEY, secret: this.updateSecret };
  }

  /** A zone as the dispatcher writes it, or, with another key, as somebody else tries to. */
  zone(id: string, which: 'allow' | 'block', key: TsigKey = this.updateKey): Zone {
    const { allowZone, blockZone } = this.provider(id);
    return new Zone({
      primary: { host: '127.0.0.1', port: this.primaryPort },
      zone: which === 'allow' ? allowZone : blockZone,
      key,
      policy: which === 'allow' ? 'rpz-passthru' : '',
      now: () => Date.now(),
    });
  }

  async close(): Promise<void> {
    await Promise.all([this.primary, ...this.#running].map((running) => running.stop()));
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** What a server answers, asked by BIND's `dig`: an independent client. */
export async function dig(port: number, name: string, ...more: readonly string[]): Promise<string> {
  const args = ['@127.0.0.1', '-p', String(port), '+time=5', '+tries=1', '+noall', '+comments', ...more, name, 'A'];
  const { stdout } = await execute('dig', args);
  return /status: (\w+)/.exec(stdout)?.[1] ?? stdout;
}

/** The addresses a server gives for a name. */
export async function addressesOf(port: number, name: string): Promise<string[]> {
  const args = ['@127.0.0.1', '-p', String(port), '+short', '+time=5', '+tries=1', name, 'A'];
  const { stdout } = await execute('dig', args);
  return stdout.trim().split('\n').filter(Boolean);
}

/** The same asked by Knot's `kdig`: not a line of code is shared with the former. */
export async function kdig(port: number, name: string): Promise<string> {
  const { stdout } = await execute('kdig', ['@127.0.0.1', '-p', String(port), '+time=5', '+retry=0', name, 'A']);
  return /status: (\w+)/.exec(stdout)?.[1] ?? stdout;
}

/** Waits until a question has an answer; asks again as fast as it is answered. Returns how long it took (ms). */
export async function until(expected: string, ask: () => Promise<string>): Promise<number> {
  const start = performance.now();
  while ((await ask()) !== expected) await new Promise((resolve) => setTimeout(resolve, 10));
  return performance.now() - start;
}
