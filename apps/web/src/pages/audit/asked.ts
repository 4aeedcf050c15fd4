/** What the address asks for. Whatever somebody typed there is read totally: what is not understood is left out. */
const text = (value: unknown): string => (typeof value === 'string' ? value.trim().slice(0, 300) : '');

export const ASK_KINDS = ['target', 'order', 'person'] as const;
export type AskKind = (typeof ASK_KINDS)[number];

export interface Ask {
  readonly by?: AskKind;
  readonly q?: string;
  /** `2026-03`. */
  readonly month?: string;
}

export const readAsk = (search: Record<string, unknown>): Ask => {
  const by = ASK_KINDS.find((kind) => kind === search['by']);
  const q = text(search['q']);
  const month = text(search['month']);
  return {
    ...(by && by !== 'target' ? { by } : {}),
    ...(q === '' ? {} : { q }),
    ...(/^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? { month } : {}),
  };
};

/** Where a replay stands, RFC 3339: at a moment as it was then, or `since`: at the first thing that was recorded from then on. */
export interface Moment {
  readonly at?: string;
  readonly since?: string;
}
export const readMoment = (search: Record<string, unknown>): Moment => {
  const [at, since] = [text(search['at']), text(search['since'])];
  if (at !== '' && !Number.isNaN(Date.parse(at))) return { at };
  return since !== '' && !Number.isNaN(Date.parse(since)) ? { since } : {};
};

/** Which of these moments, oldest first, is meant; the last one when none is asked for. */
export const stepOf = ({ at, since }: Moment, moments: readonly string[]): number => {
  const last = moments.length - 1;
  const times = moments.map((moment) => Date.parse(moment));
  if (at !== undefined)
    return Math.max(
      0,
      times.findLastIndex((time) => time <= Date.parse(at)),
    );
  if (since === undefined) return last;
  const first = times.findIndex((time) => time >= Date.parse(since));
  return first === -1 ? last : first;
};

/** Plain texts by name. */
export const readText =
  <const K extends string>(...names: readonly K[]) =>
  (search: Record<string, unknown>): { readonly [N in K]?: string } =>
    Object.fromEntries(names.flatMap((name) => (text(search[name]) === '' ? [] : [[name, text(search[name])]]))) as {
      readonly [N in K]?: string;
    };

/** A day in Việt Nam as the first moment of it, or of the day after. */
export const momentOf = (day: string | undefined, end = false): string | undefined => {
  if (day === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const first = Date.parse(`${day}T00:00:00+07:00`);
  return Number.isNaN(first) ? undefined : new Date(first + (end ? 86_400_000 : 0)).toISOString();
};
