interface Asked<K, V> {
  readonly key: K;
  readonly resolve: (value: V) => void;
  readonly reject: (error: unknown) => void;
}

/** How much is asked in one query. */
export interface GatheredLimits<K> {
  /** At most so many keys; default 256. */
  readonly most?: number;
  /** What the answer to a key may come to, and the most that one query may: a first key is asked whatever it weighs. */
  readonly weigh?: { readonly of: (key: K) => number; readonly most: number };
}

const MOST = 256;

/**
 * Look-ups that come at the same time, answered by one query; the counterpart of a group commit. A lone question is asked at
 * once; whoever asks while a query is on its way waits for the next one, so an answer is never older than its question.
 */
export class Gathered<K, V> {
  #waiting: Asked<K, V>[] = [];
  #running = false;

  /** @param load answers for all keys, in their order. */
  constructor(
    private readonly load: (keys: readonly K[]) => Promise<readonly V[]>,
    private readonly limits: GatheredLimits<K> = {},
  ) {}

  ask(key: K): Promise<V> {
    return new Promise<V>((resolve, reject) => {
      this.#waiting.push({ key, resolve, reject });
      if (this.#running) return;
      this.#running = true;
      queueMicrotask(() => void this.#run());
    });
  }

  /** How many of those that wait go into the next query. */
  #fitting(): number {
    const { most = MOST, weigh } = this.limits;
    if (!weigh) return most;
    let weight = 0;
    const full = this.#waiting.findIndex(({ key }, index) => {
      weight += weigh.of(key);
      return index === most || (index > 0 && weight > weigh.most);
    });
    return full === -1 ? most : full;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const asked = this.#waiting.splice(0, this.#fitting());
      try {
        const answers = await this.load(asked.map(({ key }) => key));
        asked.forEach(({ resolve }, index) => {
          resolve(answers[index] as V);
        });
      } catch (error) {
        for (const { reject } of asked) reject(error);
      }
    }
    this.#running = false;
  }
}
