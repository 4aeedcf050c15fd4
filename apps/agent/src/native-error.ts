import { types } from 'node:util';

/** Whether something thrown is an error, also one of another realm (Node's own errors inside Jest's sandbox are). */
export const isError = (thrown: unknown): thrown is Error => types.isNativeError(thrown) || thrown instanceof Error;

/** Node's name of an error, e.g. `ENOENT`. */
export const codeOf = (thrown: unknown): string | undefined =>
  isError(thrown) && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;

/** What an error says; of a failed call the cause says more. */
export function wordsOf(thrown: unknown): string {
  if (!isError(thrown)) return String(thrown);
  return isError(thrown.cause) ? wordsOf(thrown.cause) : thrown.message;
}
