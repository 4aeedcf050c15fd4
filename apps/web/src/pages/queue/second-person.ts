import type { CaseView, Category } from '#libs/contracts';

/** What the police or hotline 111 may have to know of [domain.md, categories]. The server decides; this only says it beforehand. */
const REFERRED: ReadonlySet<string> = new Set<Category>([
  'csam',
  'grooming',
  'sexual-harassment',
  'sextortion',
  'trafficking',
  'abuse-violence',
  'self-harm',
]);

export const isReferred = (category: string | null | undefined): boolean => REFERRED.has(category ?? '');

/** Whether one person's dismissal will wait for a second one: a plea, or a child who may be in danger. */
export const takesTwo = ({ plea, category, attached, priority, suggestion }: CaseView): boolean =>
  plea ||
  isReferred(category) ||
  isReferred(suggestion?.category) ||
  (priority === 'critical' && category === undefined) ||
  attached.some(
    ({ categoryHint, childInDanger, helpNeeded }) => childInDanger || helpNeeded || isReferred(categoryHint),
  );
