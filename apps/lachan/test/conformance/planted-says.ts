import type { RequestItem } from '#libs/contracts';

/** A request, whose it is and how far it came. */
export interface Held {
  readonly owner: string;
  readonly item: RequestItem;
  state: string;
  fetched: boolean;
  inForce: boolean;
  refusal?: string;
  answers: number;
}
/** A line of a feed. */
export interface Entry {
  readonly owner: string;
  readonly item: RequestItem;
  live: boolean;
}
/** An answer over HTTP. */
export type Said = readonly [status: number, body: unknown, headers?: Record<string, string>];

export const problem = (status: number, code: string, headers: Record<string, string> = {}): Said => [
  status,
  { type: 'about:blank', title: code, status, code },
  { 'content-type': 'application/problem+json', ...headers },
];
