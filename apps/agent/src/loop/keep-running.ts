import { setTimeout as pause } from 'node:timers/promises';
import { ApplyFailed } from '../filter/list-files.js';
import { ServerRefused } from '../server/client.js';
import { pauseAfter } from '../server/backoff.js';
import { isError } from '../native-error.js';
import type { Agent } from './agent.js';
import type { Log } from './log.js';

/** How it goes, for `agent status`. */
export interface Running {
  readonly failures: number;
  /** The last failure's sentence; names nothing. */
  readonly lastFailure: string | null;
}

export interface KeepRunning {
  readonly agent: Agent;
  readonly log: Log;
  /** How long a poll may wait at the server (s). */
  readonly wait: number;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Ends the loop after the round that is under way; a waiting poll ends at once. */
  readonly signal: AbortSignal;
  /** Called with what a checker or a reload said: it may hold names and is for a file, not for the log. */
  readonly failed: (error: ApplyFailed) => Promise<void>;
}

/** The first look again after what could not be seen (s), doubled each time. */
const FIRST_LOOK = 1;

/** Rounds without end, and between them what an operator asks for. */
export class Rounds {
  #running: Running = { failures: 0, lastFailure: null };
  #interrupt = new AbortController();
  readonly #wishes: (() => Promise<void>)[] = [];

  constructor(private readonly parts: KeepRunning) {}

  get running(): Running {
    return this.#running;
  }

  /** Does something between two rounds, soon: a waiting poll is given up for it. */
  between<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#wishes.push(() => work().then(resolve, reject));
      this.#interrupt.abort();
    });
  }

  async run(): Promise<void> {
    const { agent, wait, signal } = this.parts;
    let looks = 0;
    while (!signal.aborted) {
      this.#interrupt = new AbortController();
      for (let wish = this.#wishes.shift(); wish; wish = this.#wishes.shift()) await wish();
      const ended = AbortSignal.any([signal, this.#interrupt.signal]);
      looks = agent.unfinished ? looks + 1 : 0;
      const soon = looks === 0 ? wait : Math.min(wait, FIRST_LOOK * 2 ** Math.min(looks - 1, 6));
      try {
        await agent.step(soon, ended);
        this.#running = { failures: 0, lastFailure: null };
        // Stopped: nothing is polled, only the answers and proofs are looked after.
        if (agent.state.stopped !== null) await rest(wait * 1_000, ended);
      } catch (error) {
        await rest(await this.#failure(error), ended);
      }
    }
  }

  async #failure(error: unknown): Promise<number> {
    const { log, random, failed } = this.parts;
    const failures = this.#running.failures + 1;
    const words = isError(error) ? error.message : 'unknown';
    this.#running = { failures, lastFailure: words };
    if (error instanceof ApplyFailed) await failed(error);
    const ms = pauseAfter(failures, error instanceof ServerRefused ? error.retryAfter : undefined, random());
    log.warn({ failures, againInMs: Math.round(ms) }, words);
    return ms;
  }
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined);
}
