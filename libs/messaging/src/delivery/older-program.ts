import { OlderProgram } from '#libs/event-store';
import { isError } from '#libs/service-kit';

/** What the database says when the tables of a subscription are of a definition that this process does not know (0005-made-by.sql). */
const OF_ANOTHER_DEFINITION = 'LCOLD';

/** Whether something failed because a newer program was here first: then this process steps back and lets that one go on. */
export const isOlderProgram = (error: unknown): error is Error =>
  error instanceof OlderProgram || (isError(error) && 'code' in error && error.code === OF_ANOTHER_DEFINITION);

/**
 * What a transaction begins with that moves the checkpoint of a read model, or a statement beside it: which definition of its tables this
 * program knows.
 */
export const knowing = (definition: string): string => `set local lachan.definition = '${definition}'`;
