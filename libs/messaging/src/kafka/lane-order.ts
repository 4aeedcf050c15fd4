/** Positions of events in one lane, by category. */
export type Newest = Record<string, number>;

/**
 * What tells a consumer whether it has everything of a lane up to an event although it reads several topics side by side: with each event
 * go the positions of those before it in its lane, one per category, as far as they are not implied by the category's own
 * previous event. A pure fold over the log, so that a record carried again says the same.
 */
export class LaneOrder {
  readonly #newest: Newest[];

  constructor(lanes: number, newest: readonly Newest[] = []) {
    this.#newest = Array.from({ length: lanes }, (_, lane) => ({ ...newest[lane] }));
  }

  /** The events that must have been seen before this one: category → position, its own previous one included. */
  pass(lane: number, category: string, position: number): Newest {
    const newest = (this.#newest[lane] ??= {});
    const own = newest[category] ?? 0;
    const before: Newest = {};
    for (const [other, at] of Object.entries(newest)) if (other === category || at > own) before[other] = at;
    newest[category] = position;
    return before;
  }

  get newest(): readonly Newest[] {
    return this.#newest;
  }

  /** Position of the newest event of each lane. */
  get lanes(): number[] {
    return this.#newest.map((newest) => Math.max(0, ...Object.values(newest)));
  }
}
