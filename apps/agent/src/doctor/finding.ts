/** One thing looked at. `advice`: what to do when it is not as it should be. */
export interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly found: string;
  readonly advice?: string;
}

export const good = (what: string, found: string): Finding => ({ what, ok: true, found });
export const bad = (what: string, found: string, advice: string): Finding => ({ what, ok: false, found, advice });
