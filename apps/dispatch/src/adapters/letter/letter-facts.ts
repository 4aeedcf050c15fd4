import type { EventData, RequestItem } from '#libs/contracts';

export type LetterIssued = EventData<'LetterIssued'>;

/** One request as a letter names it: of the feed's item nothing else is taken. */
export interface LetterRow {
  readonly reference: string;
  readonly action: RequestItem['action'];
  readonly target: RequestItem['target'];
  readonly citation: string;
  readonly dueAt: string;
  readonly expiresAt: string;
  /** Where this one request can be answered without an account. */
  readonly answerUrl: string | null;
}

/** Everything that the words and the bytes of a letter depend on: reference, action, legal basis, decision and dates. */
export interface LetterFacts extends Pick<
  EventData<'LetterIssued'>,
  'number' | 'kind' | 'issuedAt' | 'head' | 'addressee'
> {
  readonly rows: readonly LetterRow[];
}
