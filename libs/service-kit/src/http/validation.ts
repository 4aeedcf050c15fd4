import { StandardSchemaValidationPipe } from '@nestjs/common';
import { z } from 'zod';
import type { FieldError } from '../problem/problem.js';
import { Problem } from '../problem/problem.js';
import { currentRequest } from './request-context.js';
import { validationMessage } from './validation-messages.js';

/** More errors than a person can correct at once are counted, not listed. */
const MOST_ERRORS = 100;

type Issue = Parameters<
  NonNullable<NonNullable<ConstructorParameters<typeof StandardSchemaValidationPipe>[0]>['exceptionFactory']>
>[0][number];

/**
 * Checks what a controller's `@Body({ schema })`, `@Query({ schema })` or `@Param({ schema })` declares and collects every
 * error, in the language of the request. Installs the words of zod's issues once per process.
 */
export function validationPipe(): StandardSchemaValidationPipe {
  z.config({ localeError: (issue) => validationMessage(issue, currentRequest()?.language ?? 'vi') });
  return new StandardSchemaValidationPipe({
    exceptionFactory: (issues) => new Problem('invalid-request', { errors: fieldErrors(issues) }),
  });
}

/** A schema's issues as RFC 9457 field errors; an unknown field is pointed at by its own name, one error for each. */
export function fieldErrors(issues: readonly Issue[]): FieldError[] {
  return issues.flatMap((issue) => fieldErrorsOf(issue)).slice(0, MOST_ERRORS);
}

function fieldErrorsOf(issue: Issue): FieldError[] {
  const path = (issue.path ?? []).map((segment) => (typeof segment === 'object' ? segment.key : segment));
  const code = 'code' in issue && typeof issue.code === 'string' ? issue.code.replaceAll('_', '-') : 'invalid';
  if ('keys' in issue && Array.isArray(issue.keys)) {
    return issue.keys.map((key) => ({ pointer: jsonPointer([...path, String(key)]), detail: issue.message, code }));
  }
  return [{ pointer: jsonPointer(path), detail: issue.message, code }];
}

/** RFC 6901: `/urls/0`; the whole document is the empty string. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
