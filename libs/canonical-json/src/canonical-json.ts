/** Nothing to escape and no surrogate: such a text stands between quotes as it is. */
const PLAIN = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;
const LONE_SURROGATE = /\p{Surrogate}/u;

function canonicalString(value: string): string {
  if (PLAIN.test(value)) return `"${value}"`;
  if (LONE_SURROGATE.test(value)) throw new TypeError('a lone surrogate has no canonical JSON form');
  return JSON.stringify(value);
}

/** Names of members come again and again; what strangers could make up is not kept without end. */
const NAMES = new Map<string, string>();
const MAX_NAMES = 1_000;

function canonicalName(name: string): string {
  const known = NAMES.get(name);
  if (known !== undefined) return known;
  const quoted = `${canonicalString(name)}:`;
  if (NAMES.size < MAX_NAMES && name.length < 40) NAMES.set(name, quoted);
  return quoted;
}

/**
 * The canonical form of RFC 8785 (JCS): one text per value, whatever order its keys came in. ECMAScript's own number and
 * string forms are the ones the RFC prescribes; what it adds is the order of keys (UTF-16 code units) and the refusal of what
 * JSON cannot say. As in JSON.stringify, undefined members are left out and toJSON is honoured.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return canonicalString(value);
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
  let members = '';
  for (const key of sortedNames(value)) {
    const member = (value as Record<string, unknown>)[key];
    if (member !== undefined) members = withMember(members, key, member);
  }
  return `{${members}}`;
}

/**
 * The names of an object's own members in the order of RFC 8785 (UTF-16 code units). Objects have few members: putting each in its place needs none of the
 * work arrays that sorting by the engine makes, a third of what writing an event left to be collected.
 */
export function sortedNames(value: object): string[] {
  const names = Object.keys(value);
  if (names.length > FEW) return names.sort();
  for (let at = 1; at < names.length; at += 1) {
    const name = names[at] ?? '';
    let to = at;
    for (let before = names[to - 1]; before !== undefined && before > name; before = names[to - 1]) {
      names[to] = before;
      to -= 1;
    }
    names[to] = name;
  }
  return names;
}

/** More members than this are left to the engine, whose work does not grow with their square. */
const FEW = 24;

/** Members written so far and one more, for who writes an object by itself: in the order of the names, without the braces. */
export function withMember(members: string, name: string, value: unknown): string {
  const member = canonicalName(name) + canonicalJson(value);
  return members === '' ? member : `${members},${member}`;
}

/** True when a canonical text holds an escaped NUL, which jsonb cannot keep. */
export function holdsNul(canonical: string): boolean {
  return canonical.includes('\\u0000') && /(?<!\\)(?:\\\\)*\\u0000/.test(canonical);
}
