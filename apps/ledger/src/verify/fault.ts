/** What can be wrong with a log; each names one rule. */
export const FAULTS = {
  'position-gap': 'positions are dense and in commit order',
  'version-gap': 'versions of a stream are dense from 1',
  'head-mismatch': 'the counter stands at the last position: nothing was cut off the end',
  'stream-mismatch': 'a stream’s recorded version is its last event’s',
  'leaf-mismatch': 'the leaf hash covers the event as stored',
  'category-mismatch': 'the category is the stream’s',
  'unknown-type': 'every type is in the contracts',
  'clear-text': 'protected fields are ciphertext',
  'order-without-approval': 'no order without an approval of exactly this proposal',
  'one-person-decided': 'no order without two people',
  'one-person-extended': 'an order is renewed or widened by two people',
  'approval-without-proposal': 'an approval approves a proposal that was made before it',
  'one-person-dismissed': 'a plea is never closed by one person',
  'request-without-order': 'no request without an order',
  'answer-before-request': 'no answer before its request',
  'enforced-after-lift': 'no enforcement after a lift',
  'lift-without-reason': 'no lift without a request for it',
  'one-administrator': 'a register changes by two people',
} as const;
export type FaultCode = keyof typeof FAULTS;

/** One fault, with the event it was found at. */
export interface Fault {
  readonly fault: FaultCode;
  readonly position: number;
  readonly event: string;
  readonly stream: string;
  /** Wanted and found, in words. */
  readonly detail: string;
}
