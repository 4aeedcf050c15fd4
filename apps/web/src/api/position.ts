/** How long after an own command reads still ask to have seen it; read models are rarely a second behind. */
const FRESH = 10_000;

let last: { position: number; at: number } | undefined;

/** Remembers how far this person's own commands have come. */
export const wrote = (position: number): void => {
  if (last === undefined || position >= last.position) last = { position, at: performance.now() };
};

/** `after=` for a list, so that nobody misses what they have just done; nothing when that is long ago. */
export const readAfter = (): number | undefined =>
  last !== undefined && performance.now() - last.at < FRESH ? last.position : undefined;
