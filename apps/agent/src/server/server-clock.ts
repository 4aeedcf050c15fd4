/**
 * The server's time, from the Date header of its last answer and what passed since on the monotonic clock. This machine's own clock may jump:
 * nothing that is decided or answered rests on it.
 */
export class ServerClock {
  #at: { readonly server: number; readonly mono: number } | undefined;

  constructor(private readonly mono: () => number) {}

  /** @param date a Date header; one that is missing or unreadable changes nothing. */
  note(date: string | null): void {
    const server = date === null ? Number.NaN : Date.parse(date);
    if (!Number.isNaN(server)) this.#at = { server, mono: this.mono() };
  }

  /** Undefined before the first answer of this process. */
  now(): Date | undefined {
    return this.#at && new Date(this.#at.server + this.mono() - this.#at.mono);
  }
}
