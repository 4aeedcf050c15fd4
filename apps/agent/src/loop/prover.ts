import type { Answer } from '#libs/contracts';
import type { Filter } from '../filter/filter.js';
import type { Entry } from '../state/entry.js';
import type { State, Waiting } from '../state/state.js';
import type { Log } from './log.js';

/**
 * Answers "enforced" and "lifted" once the effect was seen, and not before. The first look at a list is patient; what it did not show is looked for
 * again at one look a round, so that it does not hold up what comes next.
 */
export class Prover {
  #complained = false;

  constructor(
    private readonly filter: Filter,
    private readonly log: Log,
  ) {}

  listChanged(): void {
    this.#complained = false;
  }

  /** Whether something could be seen now and was not yet. */
  waits({ waiting }: State, applied: readonly Entry[]): boolean {
    const here = new Set(applied.map(({ id }) => id));
    return waiting.some((one) => (one.kind === 'lift') !== here.has(one.id));
  }

  /**
   * Looks, and turns what was seen into answers.
   * @param applied the list in effect; undefined when it is not known: nothing is proved then.
   * @param now by the server's clock, RFC 3339.
   * @returns what changes of the state; undefined when nothing does.
   */
  async prove(
    state: State,
    told: ReadonlyMap<string, Entry>,
    applied: readonly Entry[] | undefined,
    now: string,
  ): Promise<Pick<State, 'waiting' | 'outbox'> | undefined> {
    if (applied === undefined || !this.waits(state, applied)) return undefined;
    const here = new Map(applied.map((entry) => [entry.id, entry]));
    const blocks = state.waiting.flatMap(({ id, kind }) => {
      const entry = kind === 'block' ? here.get(id) : undefined;
      return entry ? [entry] : [];
    });
    const proof = await this.filter.look(state.generation, blocks, !this.#complained);
    if (!proof.loaded) {
      this.#complain(proof.why, state.waiting.length);
      return undefined;
    }
    const left: Waiting[] = [];
    const answers: Answer[] = [];
    for (const one of state.waiting) {
      const entry = told.get(one.id);
      if (one.kind === 'lift' && !here.has(one.id)) answers.push({ id: one.id, answer: 'lifted', liftedAt: now });
      else if (one.kind === 'block' && proof.shown.has(one.id))
        answers.push({ id: one.id, answer: 'enforced', enforcedAt: now });
      else if (one.kind === 'lift' || (entry && entry.lapsed === undefined)) left.push(one);
    }
    const unseen = left.filter(({ id, kind }) => kind === 'block' && here.has(id)).length;
    if (unseen > 0) this.#complain('the resolver does not block everything on its list', unseen);
    return { waiting: left, outbox: [...state.outbox, ...answers] };
  }

  /** Once for each list: it is looked at again and again. */
  #complain(why: string, count: number): void {
    if (this.#complained) return;
    this.#complained = true;
    this.log.warn({ count }, `not answered yet: ${why}`);
  }
}
