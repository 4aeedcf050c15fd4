const BASE = 36;
const [T_MIN, T_MAX, SKEW, DAMP, FIRST_BIAS, FIRST] = [1, 26, 38, 700, 72, 128];

const adapt = (delta: number, points: number, first: boolean): number => {
  let rest = first ? Math.floor(delta / DAMP) : delta >> 1;
  rest += Math.floor(rest / points);
  let k = 0;
  for (; rest > ((BASE - T_MIN) * T_MAX) >> 1; k += BASE) rest = Math.floor(rest / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
};

const digitOf = (code: number): number =>
  code >= 48 && code <= 57 ? code - 22 : code >= 97 && code <= 122 ? code - 97 : BASE;

/** One label of a host without its `xn--` (RFC 3492); undefined when it is not valid. */
const decode = (label: string): string | undefined => {
  const cut = label.lastIndexOf('-');
  const output = Array.from(label.slice(0, Math.max(0, cut)), (sign) => sign.charCodeAt(0));
  let [n, i, bias] = [FIRST, 0, FIRST_BIAS];
  for (let at = cut < 0 ? 0 : cut + 1; at < label.length;) {
    const before = i;
    for (let weight = 1, k = BASE; ; k += BASE) {
      const digit = at < label.length ? digitOf(label.charCodeAt(at++)) : BASE;
      if (digit >= BASE) return undefined;
      i += digit * weight;
      const t = k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias;
      if (digit < t) break;
      weight *= BASE - t;
    }
    bias = adapt(i - before, output.length + 1, before === 0);
    n += Math.floor(i / (output.length + 1));
    i %= output.length + 1;
    if (n > 0x10ffff) return undefined;
    output.splice(i++, 0, n);
  }
  return String.fromCodePoint(...output);
};

/** A host in the letters a visitor would see; undefined when it has no punycode. */
export const unicodeHost = (host: string): string | undefined =>
  /(^|\.)xn--/.test(host)
    ? host
        .split('.')
        .map((label) => (label.startsWith('xn--') ? (decode(label.slice(4)) ?? label) : label))
        .join('.')
    : undefined;

/** Letters of a host that are none of Vietnamese or English: each could be taken for another. */
export const looksLikeOther = (host: string): boolean =>
  Array.from(host.normalize('NFC')).some((sign) => /\p{L}/u.test(sign) && !/\p{Script=Latin}/u.test(sign)) ||
  /[ıɑɡɩƖɪʟɴᴏꞌ]/u.test(host);
