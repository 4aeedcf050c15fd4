const LONGEST = 300;

/**
 * An error for operators, without what was in the event: quoted texts, URLs, numbers of four digits and more are left out, because a failure's row
 * outlives the erasure of the event that caused it.
 */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return 'a handler threw something that is not an error';
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  const message = error.message
    .replace(/"[^"]*"|'[^']*'|`[^`]*`|“[^”]*”/g, '…')
    .replace(/\b[a-z][a-z\d+.-]*:\/\/\S+/gi, '…')
    .replace(/\S+@\S+/g, '…')
    .replace(/\+?\d[\d .-]{3,}\d/g, '…');
  return `${error.name}${code}: ${message}`.slice(0, LONGEST);
}
