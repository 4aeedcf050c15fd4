interface Asked<K, V> {
  readonly key: K;
  readonly resolve: (value: V) => void;
  readonly reject: (error: unknown) => void;
}

/** More than this many keys are not asked about in one query. */
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
    private readonly most = MOST,
  ) {}

  ask(key: K): Promise<V> {
    return new Promise<V>((resolve, reject) => {
      this.#waiting.push({ key, resolve, reject });
      if (this.#running) return;
      this.#running = true;
      queueMicrotask(() => void this.#run());
    });
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const asked = this.#waiting.splice(0, this.most);
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
