/** One thing that was looked at. `advice` says what to do when it is not well. */
export interface Finding {
  readonly ok: boolean;
  readonly what: string;
  readonly found: string;
  readonly advice?: string;
}
