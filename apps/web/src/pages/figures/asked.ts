import { CATEGORIES, type Category } from '#libs/contracts';
import { momentOf } from '../audit/asked.js';
import { dayAgo, today } from '../../parts/days.js';

export const PERS = ['day', 'week', 'month'] as const;
export const BYS = ['unit', 'category', 'provider'] as const;
export const RANGES = [7, 30, 90, 365] as const;

/** Which figures are shown. Without a range the last thirty days. */
export interface Asked {
  readonly days?: (typeof RANGES)[number];
  readonly from?: string;
  readonly to?: string;
  readonly per?: (typeof PERS)[number];
  readonly by?: (typeof BYS)[number];
  readonly unit?: string;
  readonly category?: Category;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const text = (value: unknown, fits: RegExp): string | undefined =>
  typeof value === 'string' && fits.test(value) ? value : undefined;

export const readAsked = (search: Record<string, unknown>): Asked => {
  const days = RANGES.find((range) => range === Number(search['days']));
  const from = text(search['from'], DAY);
  const to = text(search['to'], DAY);
  const per = PERS.find((one) => one === search['per']);
  const by = BYS.find((one) => one === search['by']);
  const unit = text(search['unit'], /^[a-z0-9][a-z0-9.-]{0,119}$/);
  const category = (Object.keys(CATEGORIES) as Category[]).find((one) => one === search['category']);
  return {
    ...(days && !from ? { days } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(per ? { per } : {}),
    ...(by ? { by } : {}),
    ...(unit ? { unit } : {}),
    ...(category ? { category } : {}),
  };
};

/** The same as the API takes it, with the split over time left to the caller. */
export const queryOf = ({ days = 30, from, to, unit, category }: Asked) => ({
  from: momentOf(from ?? dayAgo(days - 1)),
  to: momentOf(to ?? today(), true),
  unit,
  category,
});

/** A split that gives a readable number of periods. */
export const perOf = ({ per, days = 30, from }: Asked): (typeof PERS)[number] =>
  per ?? (from === undefined && days <= 31 ? 'day' : days <= 120 ? 'week' : 'month');
