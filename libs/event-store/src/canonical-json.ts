/** Far cheaper than the test for a lone one, and almost no text holds any. */
const SURROGATE = /[\ud800-\udfff]/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * The canonical form of RFC 8785 (JCS): one text per value, whatever order its keys came in. ECMAScript's own number and
 * string forms are the ones the RFC prescribes; what it adds is the order of keys (UTF-16 code units) and the refusal of what
 * JSON cannot say. As in JSON.stringify, undefined members are left out and toJSON is honoured.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      if (SURROGATE.test(value) && LONE_SURROGATE.test(value))
        throw new TypeError('a lone surrogate has no canonical JSON form');
      return JSON.stringify(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${value.toString()} has no JSON form`);
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      return value === null ? 'null' : canonicalObject(value);
    case 'bigint':
    case 'function':
    case 'symbol':
    case 'undefined':
      throw new TypeError(`a ${typeof value} has no JSON form`);
  }
}

function hasToJson(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}

function canonicalObject(value: object): string {
  if (hasToJson(value)) return canonicalJson(value.toJSON());
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[key];
    if (member !== undefined) members.push(`${canonicalJson(key)}:${canonicalJson(member)}`);
  }
  return `{${members.join(',')}}`;
}

/** True when a canonical text holds an escaped NUL, which jsonb cannot keep. */
export function holdsNul(canonical: string): boolean {
  return canonical.includes('\\u0000') && /(?<!\\)(?:\\\\)*\\u0000/.test(canonical);
}
