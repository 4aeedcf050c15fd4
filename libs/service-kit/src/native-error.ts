import { types } from 'node:util';

/** Whether something thrown is an error, also one of another realm (Node's own errors inside Jest's sandbox are). */
export const isError = (thrown: unknown): thrown is Error => types.isNativeError(thrown) || thrown instanceof Error;

/** The machine name of an error: Node's (`ECONNREFUSED`), or PostgreSQL's SQLSTATE (`57P01`). */
export const codeOf = (thrown: unknown): string | undefined =>
  isError(thrown) && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
