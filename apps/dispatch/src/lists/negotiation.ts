/** The strong tags of one list: one per encoding, because a strong tag promises equal bytes (RFC 9110 §8.8.3). */
export interface ListTags {
  readonly identity: string;
  readonly gzip: string;
}

export const listTags = (sha256: string): ListTags => ({ identity: `"${sha256}"`, gzip: `"${sha256}-gzip"` });

/**
 * Whether the caller has this list already. Compared weakly, as If-None-Match is (RFC 9110 §13.1.2), and across encodings:
 * either tag stands for the same list.
 */
export function matches(ifNoneMatch: string | undefined, tags: ListTags): boolean {
  if (ifNoneMatch === undefined) return false;
  const given = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return given.includes('*') || given.includes(tags.identity) || given.includes(tags.gzip);
}

/** Whether gzip is acceptable: named with a weight above 0, or `*` is and gzip is not refused. */
export function acceptsGzip(header: string | undefined): boolean {
  const weights = new Map<string, number>();
  for (const part of (header ?? '').toLowerCase().slice(0, 500).split(',')) {
    const [coding = '', ...parameters] = part.split(';').map((piece) => piece.trim());
    const q = parameters.map((p) => /^q=([\d.]+)$/.exec(p)?.[1]).find((value) => value !== undefined);
    weights.set(coding, q === undefined ? 1 : Number(q));
  }
  return (weights.get('gzip') ?? weights.get('x-gzip') ?? weights.get('*') ?? 0) > 0;
}
