const MINUTE = 60_000;
const DAY = 24 * 60;
/** Vietnam is seven hours ahead of UTC all year round. */
const ICT = 7 * 60;

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/**
 * How long until a window of the day is open (ms); 0 while it is. The first minute belongs to it and the last does not; a window
 * whose two times are equal is always open.
 */
export function msUntilOpen({ from, to }: { readonly from: string; readonly to: string }, now: Date): number {
  const [opens, closes] = [minuteOf(from), minuteOf(to)];
  const minutes = (now.getTime() / MINUTE + ICT) % DAY;
  const since = (minutes - opens + DAY) % DAY;
  const length = (closes - opens + DAY) % DAY || DAY;
  return since < length ? 0 : Math.ceil((DAY - since) * MINUTE);
}
