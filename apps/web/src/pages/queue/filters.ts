import { CASE_STATUSES, CATEGORIES, type CaseStatus, type Category } from '#libs/contracts';

export const SORTS = ['urgency', 'newest', 'oldest', 'due', 'reports'] as const;
export type Sort = (typeof SORTS)[number];

/** What of the queue is shown; every part is optional, so that an empty address is the whole queue. */
export interface Filters {
  readonly q?: string;
  readonly status?: CaseStatus;
  readonly category?: Category;
  readonly claimedBy?: 'me' | 'nobody';
  readonly overdue?: true;
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
  const status = one(search['status'], isKey(CASE_STATUSES));
  const category = one(search['category'], isKey(CATEGORIES));
  const claimedBy = one(search['claimedBy'], (text) => text === 'me' || text === 'nobody');
  const sort = one(search['sort'], (text): text is Sort => (SORTS as readonly string[]).includes(text));
  return {
    ...(q === '' ? {} : { q }),
    ...(status ? { status } : {}),
    ...(category ? { category } : {}),
    ...(claimedBy ? { claimedBy } : {}),
    ...(search['overdue'] === true || search['overdue'] === 'true' ? { overdue: true as const } : {}),
    ...(sort && sort !== 'urgency' ? { sort } : {}),
  };
};
