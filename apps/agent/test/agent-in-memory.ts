import type { Answer, AnswersResult } from '#libs/contracts';
import type { Filter } from '../src/filter/filter.js';
import type { Proof } from '../src/filter/proof.js';
import { unboundDriver } from '../src/drivers/unbound/unbound-driver.js';
import { Agent } from '../src/loop/agent.js';
import { SILENT } from '../src/loop/log.js';
import { ServerRefused, ServerUnclear } from '../src/server/client.js';
import type { Server } from '../src/server/client.js';
import type { Entry, FeedItem } from '../src/state/entry.js';
import type { Heard, Refusal } from '../src/state/follow.js';
import { State, newState } from '../src/state/state.js';
import type { Version } from '../src/state/state.js';
import type { Store } from '../src/state/store.js';
import type { ScriptedFeed } from './scripted-feed.js';

/** The process ended here, as after kill -9. */
export class Crash extends Error {}

/** Every call to the world outside counts down; where it reaches zero the process ends, before the call or after it. */
export class Fate {
  #left = Infinity;
  #after = false;

  crashAt(call: number, after: boolean): void {
    this.#left = call;
    this.#after = after;
  }

  survive(): void {
    this.#left = Infinity;
  }

  async around<T>(work: () => T | Promise<T>): Promise<T> {
    this.#left -= 1;
    if (this.#left === 0 && !this.#after) throw new Crash('before');
    const value = await work();
    if (this.#left === 0) throw new Crash('after');
    return value;
  }
}

const DRIVER = unboundDriver({
  kind: 'unbound',
  file: '/list',
  check: [['true']],
  reload: ['true'],
  resolver: { host: '127.0.0.1', port: 53 },
});

/** What is on disk: whatever was saved whole. */
export class MemoryStore implements Store {
  state: State = newState('http://scripted');
  readonly lists = new Map<string, string>();

  constructor(private readonly fate: Fate) {}

  load(): Promise<State> {
    return Promise.resolve(State.parse(JSON.parse(JSON.stringify(this.state))));
  }

  save(state: State): Promise<void> {
    return this.fate.around(() => {
      this.state = JSON.parse(JSON.stringify(state)) as State;
    });
  }

  loadList({ file }: Version): Promise<Entry[]> {
    const list = this.lists.get(file);
    if (list === undefined) throw new Error(`${file} is gone`);
    return Promise.resolve(JSON.parse(list) as Entry[]);
  }

  saveList(file: string, entries: readonly Entry[]): Promise<void> {
    return this.fate.around(() => {
      this.lists.set(file, JSON.stringify(entries));
    });
  }

  tidy({ list, versions, pinned }: State): Promise<void> {
    const kept = new Set([...versions, list, pinned].map((version) => version?.file));
    for (const file of this.lists.keys()) if (!kept.has(file)) this.lists.delete(file);
    return Promise.resolve();
  }
}

/** A resolver: it does what the last list says. */
export class MemoryFilter implements Filter {
  now: readonly Entry[] = [];
  generation = -1;
  /** The next lists are refused by the checker. */
  refuses: (entries: readonly Entry[]) => boolean = () => false;
  /** Does not show which list it has. */
  silent = false;
  /** Has the list, and lets these through all the same. */
  leaks = false;

  constructor(private readonly fate: Fate) {}

  refusal(item: FeedItem): Refusal | undefined {
    return DRIVER.refusal(item);
  }

  apply(entries: readonly Entry[], generation: number): Promise<void> {
    return this.fate.around(() => {
      if (this.refuses(entries)) throw new Error('the checker refuses');
      this.now = entries;
      this.generation = generation;
    });
  }

  look(generation: number, entries: readonly Entry[]): Promise<Proof> {
    if (this.silent || generation !== this.generation) return Promise.resolve({ loaded: false, why: 'not yet' });
    const shown = entries.map(({ id }) => id).filter((id) => this.blocks(id));
    return Promise.resolve({ loaded: true, shown: new Set(shown) });
  }

  blocks(id: string): boolean {
    return !this.leaks && this.now.some((entry) => entry.id === id);
  }
}

/** The feed without HTTP, and the ways in which a network fails. */
export class MemoryServer implements Server {
  loseReplies = 0;
  /** The next poll is answered as the one before it: items come twice. */
  repeatPage = false;
  #former: string | undefined;

  constructor(
    readonly feed: ScriptedFeed,
    private readonly fate: Fate,
    private readonly limit: number,
  ) {}

  snapshot(): Promise<Heard> {
    return this.fate.around(() => ({ kind: 'snapshot' as const, ...this.feed.snapshot() }));
  }

  poll(cursor: string): Promise<Heard> {
    return this.fate.around(() => {
      const from = this.repeatPage ? (this.#former ?? cursor) : cursor;
      this.repeatPage = false;
      const page = this.feed.page(from, this.limit);
      if (!page) throw new ServerRefused(410, 'cursor-gone', undefined);
      this.#former = from;
      return { kind: 'page' as const, ...page };
    });
  }

  answer(answers: readonly Answer[]): Promise<AnswersResult['outcomes']> {
    return this.fate.around(() => {
      const outcomes = this.feed.answer(answers);
      if (this.loseReplies > 0) {
        this.loseReplies -= 1;
        throw new ServerUnclear('the reply was lost');
      }
      return outcomes;
    });
  }
}

/** Clocks that only a test moves. */
export class TestTime {
  mono = 0;
  server = Date.parse('2026-11-29T03:00:00.000Z');
  wall = Date.parse('2026-11-29T03:00:00.000Z');
}

/** An agent whose world is in memory. What is opened again knows what was saved. */
export class AgentInMemory {
  readonly fate = new Fate();
  readonly time = new TestTime();
  readonly store = new MemoryStore(this.fate);
  readonly filter = new MemoryFilter(this.fate);
  readonly server: MemoryServer;
  agent!: Agent;

  constructor(
    readonly feed: ScriptedFeed,
    private readonly breaker = { fraction: 10, least: 1_000 },
    limit = 100,
  ) {
    this.server = new MemoryServer(feed, this.fate, limit);
  }

  async open(): Promise<Agent> {
    const { time } = this;
    this.agent = await Agent.open({
      config: { graceHours: 72, breaker: this.breaker, keepVersions: 4, snapshotEveryHours: 24 },
      server: this.server,
      filter: this.filter,
      store: this.store,
      log: SILENT,
      mono: () => time.mono,
      serverNow: () => new Date(time.server),
      wallNow: () => new Date(time.wall),
    });
    return this.agent;
  }

  async round(): Promise<void> {
    await this.agent.step(0, new AbortController().signal);
  }

  /** The names in effect, in order. */
  get names(): string[] {
    return this.filter.now
      .map(({ target }) => ('url' in target ? target.url : 'domain' in target ? `*.${target.domain}` : target.host))
      .sort();
  }
}
