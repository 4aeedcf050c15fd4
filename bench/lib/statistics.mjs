/** Order statistics of a few rounds. */
export const sorted = (values) => [...values].sort((a, b) => a - b);

export const median = (values) => {
  const list = sorted(values);
  const middle = list.length >> 1;
  return list.length % 2 === 1 ? list[middle] : (list[middle - 1] + list[middle]) / 2;
};

/** The value below which the share `p` (0..1) of all values lies, by the nearest rank. */
export const percentile = (values, p) => {
  const list = sorted(values);
  return list[Math.min(list.length - 1, Math.max(0, Math.ceil(p * list.length) - 1))];
};

/** `{median, min, max}` of the rounds of one contender. */
export const summary = (values) => ({ median: median(values), min: Math.min(...values), max: Math.max(...values) });

/** Per round ours against theirs, so that what disturbed both does not count; larger is better for us either way. */
export const ratiosOf = (ours, theirs, better) =>
  ours.map((value, round) => (better === 'higher' ? value / theirs[round] : theirs[round] / value));
