/** The only source of time in a service, so that tests and replays can fix it. */
export abstract class Clock {
  /** The present moment, to the millisecond. */
  abstract now(): Date;
}

/** The machine's clock. */
export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}

/** A clock that stands still until a test moves it. */
export class FixedClock extends Clock {
  #at: number;
  constructor(at: string | Date) {
    super();
    this.#at = new Date(at).getTime();
  }

  now(): Date {
    return new Date(this.#at);
  }

  /** Moves forward by a number of milliseconds. */
  advance(ms: number): void {
    this.#at += ms;
  }
}
