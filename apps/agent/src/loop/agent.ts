import { ServerRefused } from '../server/client.js';
import { aged, judge } from '../state/breaker.js';
import type { Entry } from '../state/entry.js';
import { difference, effective, follow, sameTold, sameWords } from '../state/follow.js';
import type { Followed, Heard } from '../state/follow.js';
import type { State, StopReason, Version } from '../state/state.js';
import type { AgentParts } from './agent-parts.js';
import { sendAnswers } from './outbox.js';
import { Prover } from './prover.js';

/** An operator asked for something that cannot be. */
export class CannotDo extends Error {
  override readonly name = 'CannotDo';
}

const HOUR = 60 * 60 * 1_000;

/**
 * Follows the server: hears, applies, saves, proves, answers, in this order. Whatever crashes in between, the next start begins from what was
 * saved: an item comes again rather than never, and an answer is sent again rather than not.
 */
export class Agent {
  #state: State;
  #told = new Map<string, Entry>();
  #pinned: Entry[] | null = null;
  /** What the program was last given; undefined at a start, when nobody knows. */
  #applied: readonly Entry[] | undefined;
  #snapshotAt = -Infinity;
  #agedAt: number;
  readonly #prover: Prover;

  private constructor(
    private readonly parts: AgentParts,
    state: State,
  ) {
    this.#state = state;
    this.#agedAt = parts.mono();
    this.#prover = new Prover(parts.filter, parts.log);
  }

  static async open(parts: AgentParts): Promise<Agent> {
    const agent = new Agent(parts, await parts.store.load());
    const { list, pinned } = agent.#state;
    if (list) agent.#told = new Map((await parts.store.loadList(list)).map((entry) => [entry.id, entry]));
    if (pinned) agent.#pinned = await parts.store.loadList(pinned);
    return agent;
  }

  get state(): State {
    return this.#state;
  }

  /** The earlier list that an operator went back to. */
  get pinned(): readonly Entry[] | null {
    return this.#pinned;
  }

  /** What is, or is to be, in effect now. */
  get entries(): Entry[] {
    return effective(this.#told, this.#pinned);
  }

  /** Whether the resolver does not show yet what was applied, or answers wait: worth looking again soon. */
  get unfinished(): boolean {
    return this.#state.outbox.length > 0 || this.#prover.waits(this.#state, this.entries);
  }

  /**
   * One round: hears what is new, and does it.
   * @param wait how long the server may wait (s).
   * @param signal ends a waiting poll; the round ends quietly then.
   * @returns whether there may be more to hear at once.
   * @throws what server, filter or store throw: nothing of the round counts that was not saved.
   */
  async step(wait: number, signal: AbortSignal): Promise<boolean> {
    let more = false;
    if (this.#state.stopped === null) {
      let heard: Heard;
      try {
        heard = await this.#hear(wait, signal);
      } catch (error) {
        if (signal.aborted) return false;
        // The server is away: what was asked for last is enforced all the same.
        if (this.#applied === undefined && this.#state.list) await this.#putIntoEffect(this.entries);
        throw error;
      }
      await this.#take(heard);
      more = heard.kind === 'snapshot' || heard.items.length > 0;
    } else if (this.#applied === undefined && this.#state.list) await this.#putIntoEffect(this.entries);
    await this.#prove();
    await this.#sendAnswers();
    return more && this.#state.stopped === null;
  }

  /** What a round would do, without doing it: nothing is applied, saved or answered. */
  async preview(): Promise<Followed & { readonly heard: Heard }> {
    const heard = await this.#hear(0, new AbortController().signal);
    return { ...this.#follow(heard), heard };
  }

  /** Goes back to the list of an earlier sequence and stays there, except that what is lifted goes. */
  async rollback(sequence: number): Promise<void> {
    const version = this.#state.versions.findLast((one) => one.sequence === sequence);
    if (!version) {
      const known = [...new Set(this.#state.versions.map((one) => one.sequence))].join(', ');
      throw new CannotDo(`no list of sequence ${sequence} is kept; there are: ${known || 'none'}`);
    }
    const pinned = await this.parts.store.loadList(version);
    await this.#putIntoEffect(effective(this.#told, pinned));
    this.#pinned = pinned;
    await this.#save({ pinned: version });
    this.parts.log.warn(
      { sequence, entries: this.entries.length },
      'went back to an earlier list and stays there until resume',
    );
  }

  /**
   * Goes on after a rollback or a stop.
   * @param acceptBackwards the operator knows that the server was set back: its numbers begin anew.
   */
  async resume({ acceptBackwards }: { readonly acceptBackwards: boolean }): Promise<void> {
    const { stopped, pinned } = this.#state;
    if (!stopped && !pinned) throw new CannotDo('nothing is stopped and no rollback holds');
    if (stopped?.reason === 'backwards' && !acceptBackwards)
      throw new CannotDo(
        `stopped because ${stopped.detail}. Ask the authority whether its server was restored; if so: resume --accept-backwards`,
      );
    await this.#putIntoEffect(effective(this.#told, null));
    this.#pinned = null;
    this.#snapshotAt = -Infinity;
    const accepted = { size: this.#told.size, added: 0, removed: 0, age: 0, accepted: true };
    await this.#save({
      pinned: null,
      stopped: null,
      ...(stopped?.reason === 'backwards' ? await this.#newHistory() : {}),
      ...(stopped && stopped.reason !== 'backwards' ? { window: accepted } : {}),
    });
    this.parts.log.warn({ after: stopped?.reason ?? 'rollback' }, 'goes on, an operator said so');
  }

  async #hear(wait: number, signal: AbortSignal): Promise<Heard> {
    const { server, mono, config } = this.parts;
    const { cursor } = this.#state;
    if (cursor === null || mono() - this.#snapshotAt >= config.snapshotEveryHours * HOUR) return this.#snapshot();
    try {
      // What a start has not applied yet does not wait for news.
      return await server.poll(cursor, this.#applied === undefined ? 0 : wait, signal);
    } catch (error) {
      if (error instanceof ServerRefused && error.snapshotInstead) return this.#snapshot();
      throw error;
    }
  }

  async #snapshot(): Promise<Heard> {
    const heard = await this.parts.server.snapshot();
    this.#snapshotAt = this.parts.mono();
    return heard;
  }

  #follow(heard: Heard): Followed {
    const { filter, serverNow, config } = this.parts;
    return follow(this.#state, this.#told, heard, {
      refusal: (item) => filter.refusal(item),
      now: serverNow(),
      grace: config.graceHours === null ? null : config.graceHours * HOUR,
    });
  }

  async #take(heard: Heard): Promise<void> {
    this.#age();
    const followed = this.#follow(heard);
    if (!followed.ok) return this.#stop('backwards', followed.detail);
    const { added, removed } = difference(effective(this.#told, null), effective(followed.told, null));
    const first = this.#state.list === null;
    const change = { added: added.length, removed: removed.length };
    const judged = first
      ? { window: { ...this.#state.window, size: followed.told.size } }
      : judge(this.#state.window, change, this.parts.config.breaker);
    if ('stop' in judged) return this.#stop(judged.stop, judged.detail);

    const next = effective(followed.told, this.#pinned);
    if (this.#applied === undefined || !sameWords(this.#applied, next)) {
      try {
        await this.#putIntoEffect(next);
      } catch (error) {
        await this.#liftsAlone(heard).catch(() => undefined);
        throw error;
      }
    }
    await this.#keep(followed, judged.window);
    if (added.length + removed.length > 0)
      this.parts.log.info({ ...change, sequence: this.#state.sequence }, 'applied');
  }

  /**
   * A list that the program refuses must not hold up a lift: what only takes away is applied by itself. The cursor stays, the rest comes again.
   */
  async #liftsAlone(heard: Heard): Promise<void> {
    const lifts = heard.items.filter(({ kind }) => kind === 'lift');
    if (heard.kind !== 'page' || lifts.length === 0 || lifts.length === heard.items.length) return;
    const followed = this.#follow({ kind: 'page', items: lifts, cursor: this.#state.cursor ?? heard.cursor });
    if (!followed.ok) return;
    await this.#putIntoEffect(effective(followed.told, this.#pinned));
    // `sequence` and `blocks` stay too: the blocks of this page are still to come.
    await this.#keep(
      { ...followed, state: { ...followed.state, sequence: this.#state.sequence, blocks: this.#state.blocks } },
      this.#state.window,
    );
  }

  async #putIntoEffect(entries: readonly Entry[]): Promise<void> {
    const { filter, store } = this.parts;
    // Saved before it is used: a number never means two lists, whatever crashes.
    this.#state = { ...this.#state, generation: this.#state.generation + 1 };
    await store.save(this.#state);
    this.#applied = undefined;
    await filter.apply(entries, this.#state.generation);
    this.#applied = entries;
    this.#prover.listChanged();
  }

  /** Makes what was heard and applied last: the list first, then the state that names it. */
  async #keep({ told, state }: Extract<Followed, { ok: true }>, window: State['window']): Promise<void> {
    const { store, config, wallNow } = this.parts;
    const at = wallNow().toISOString();
    const entries = [...told.values()];
    let { list, versions } = this.#state;
    const changed = list === null || !sameTold(this.#told, told);
    if (changed) {
      list = await this.#saveList(state.sequence, entries, at);
      // While an operator holds an earlier list, what comes is followed and not in effect: no version of its own.
      if (this.#pinned === null) versions = [...versions, list].slice(-config.keepVersions);
    }
    this.#told = new Map(told);
    await this.#save({ ...state, list, versions, window, lastContact: at });
    if (changed) await store.tidy(this.#state);
  }

  async #prove(): Promise<void> {
    const now = (this.parts.serverNow() ?? this.parts.wallNow()).toISOString();
    const proved = await this.#prover.prove(this.#state, this.#told, this.#applied, now);
    if (proved) await this.#save(proved);
  }

  #sendAnswers(): Promise<void> {
    return sendAnswers(this.parts, this.#state.outbox, async (outbox, save) => {
      if (save) await this.#save({ outbox });
      else this.#state = { ...this.#state, outbox };
    });
  }

  async #stop(reason: StopReason, detail: string): Promise<void> {
    const at = this.parts.wallNow().toISOString();
    this.parts.log.error({ reason }, `stopped: ${detail}; nothing more is taken over until \`agent resume\``);
    if (this.#applied === undefined && this.#state.list) await this.#putIntoEffect(this.entries);
    await this.#save({ stopped: { reason, detail, at }, lastContact: at });
  }

  #age(): void {
    const now = this.parts.mono();
    this.#state = { ...this.#state, window: aged(this.#state.window, now - this.#agedAt, this.#told.size) };
    this.#agedAt = now;
  }

  /**
   * After the server was set back its numbers begin anew: what is held loses its own, so that the next snapshot takes its place and each of its
   * items is answered once more. Earlier lists have numbers that mean nothing any more.
   */
  async #newHistory(): Promise<Partial<State>> {
    this.#told = new Map([...this.#told].map(([id, entry]) => [id, { ...entry, sequence: 0 }]));
    const list = await this.#saveList(0, [...this.#told.values()], this.parts.wallNow().toISOString());
    return { cursor: null, sequence: 0, blocks: 0, seen: [], versions: [], list };
  }

  /** Under a name that no saved state has: it counts once one names it. */
  async #saveList(sequence: number, entries: readonly Entry[], at: string): Promise<Version> {
    const lists = this.#state.lists + 1;
    const version = { sequence, file: `list-${lists}.json`, entries: entries.length, at };
    await this.parts.store.saveList(version.file, entries);
    this.#state = { ...this.#state, lists };
    return version;
  }

  async #save(change: Partial<State>): Promise<void> {
    const next = { ...this.#state, ...change };
    await this.parts.store.save(next);
    this.#state = next;
  }
}
