import { CASE_STATUSES, CATEGORIES, RECHECKS, type CaseStatus, type Category, type Recheck } from '#libs/contracts';

export const SORTS = ['urgency', 'newest', 'oldest', 'due', 'reports'] as const;
export type Sort = (typeof SORTS)[number];

/** What of the queue is shown; every part is optional, so that an empty address is what waits for work. */
export interface Filters {
  readonly q?: string;
  readonly status?: CaseStatus | 'any';
  readonly category?: Category;
  readonly claimedBy?: 'me' | 'nobody';
  readonly overdue?: true;
  /** Blocks in force whose name was found changed. */
  readonly recheck?: Recheck | 'any';
  /** What somebody asked to look at again. */
  readonly review?: 'pending';
  readonly sort?: Sort;
}

const one = <T extends string>(value: unknown, known: (text: string) => text is T): T | undefined =>
  typeof value === 'string' && known(value) ? value : undefined;
const isKey =
  <T extends string>(list: Readonly<Record<T, unknown>>) =>
  (text: string): text is T =>
    Object.hasOwn(list, text);

/** Reads an address somebody may have typed: what is not understood is left out. */
export const readFilters = (search: Record<string, unknown>): Filters => {
  const q = typeof search['q'] === 'string' ? search['q'].slice(0, 200) : '';
  const status = search['status'] === 'any' ? 'any' : one(search['status'], isKey(CASE_STATUSES));
  const category = one(search['category'], isKey(CATEGORIES));
  const claimedBy = one(search['claimedBy'], (text) => text === 'me' || text === 'nobody');
  const recheck = search['recheck'] === 'any' ? 'any' : one(search['recheck'], isKey(RECHECKS));
  const sort = one(search['sort'], (text): text is Sort => (SORTS as readonly string[]).includes(text));
  return {
    ...(q === '' ? {} : { q }),
    ...(status ? { status } : {}),
    ...(category ? { category } : {}),
    ...(claimedBy ? { claimedBy } : {}),
    ...(search['overdue'] === true || search['overdue'] === 'true' ? { overdue: true as const } : {}),
    ...(recheck ? { recheck } : {}),
    ...(search['review'] === 'pending' ? { review: 'pending' as const } : {}),
    ...(sort && sort !== 'urgency' ? { sort } : {}),
  };
};

/** The status that a list asks for: what waits for work, unless a search, one's own work, what is overdue, a review or a recheck looks wider. */
export const statusAsked = ({ status, q, claimedBy, overdue, recheck, review }: Filters): CaseStatus | undefined => {
  if (status === 'any') return undefined;
  return status ?? (q !== undefined || claimedBy === 'me' || overdue || recheck || review ? undefined : 'open');
};

/** The filters as the API takes them. */
export const queryOf = (filters: Filters) => {
  const { status: _, ...rest } = filters;
  const status = statusAsked(filters);
  return status === undefined ? rest : { ...rest, status };
};

export interface View {
  readonly id: 'waiting' | 'mine' | 'late' | 'second' | 'reviews' | 'rechecked' | 'everything';
  readonly filters: Filters;
}

/** The views everybody has; one's own stand beside them. */
export const VIEWS: readonly View[] = [
  { id: 'waiting', filters: {} },
  { id: 'mine', filters: { claimedBy: 'me' } },
  { id: 'late', filters: { overdue: true } },
  { id: 'second', filters: { status: 'awaiting-dismissal' } },
  { id: 'reviews', filters: { review: 'pending' } },
  { id: 'rechecked', filters: { recheck: 'any' } },
  { id: 'everything', filters: { status: 'any' } },
];

export const sameFilters = (a: Filters, b: Filters): boolean =>
  (['q', 'status', 'category', 'claimedBy', 'overdue', 'recheck', 'review', 'sort'] as const).every(
    (name) => a[name] === b[name],
  );
