import { codeOf, isError, withoutTexts } from '#libs/service-kit';

const LONGEST = 300;

/** An error for operators, without what was in the event: a failure's row outlives the erasure of the event that caused it. */
export function describeError(error: unknown): string {
  if (!isError(error)) return 'a handler threw something that is not an error';
  const known = codeOf(error);
  const code = known === undefined ? '' : ` ${known}`;
  return `${error.name}${code}: ${withoutTexts(error.message)}`.slice(0, LONGEST);
}
