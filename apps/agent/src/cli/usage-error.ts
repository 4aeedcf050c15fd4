/** A command line that cannot be meant. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
