/** A sentence for the engineer who reads it, in both languages. */
export interface Said {
  readonly vi: string;
  readonly en: string;
}

/** A promise that was not kept, in plain words. */
export class Broken extends Error {
  override readonly name = 'Broken';
  constructor(readonly said: Said) {
    super(said.en);
  }
}

/** Throws `Broken` with these words unless the condition holds. */
export function must(condition: boolean, vi: string, en: string): asserts condition {
  if (!condition) throw new Broken({ vi, en });
}
