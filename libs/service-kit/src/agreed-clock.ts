import type { Clock } from './clock.js';
import { SystemClock } from './clock.js';

/** Between two looks at the other clock (ms). */
const LOOK_EVERY = 30_000;
/** What two machines that keep time by NTP, and the way there and back, may differ by (ms): below it the own clock counts. */
const TOLERATED = 2_000;

/**
 * The machine's clock, put right by one that all processes of an installation share: who may call, which register entry counts and what has
 * lapsed must not depend on the process that is asked. A clock that is right within two seconds is left alone.
 */
export class AgreedClock extends SystemClock implements Clock {
  #offset = 0;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  #stopped = false;

  /**
   * @param shared the shared clock, in milliseconds since 1970; a failure leaves everything as it was.
   * @param differs told the difference (ms) whenever it came to count or ceased to.
   */
  constructor(
    private readonly shared: () => Promise<number>,
    private readonly differs: (by: number) => void,
  ) {
    super();
  }

  override now(): Date {
    return new Date(Date.now() + this.#offset);
  }

  /** Looks once, and from then on now and then. */
  async start(): Promise<void> {
    await this.look();
    if (!this.#stopped) this.#timer = setInterval(() => void this.look(), LOOK_EVERY).unref();
  }

  /** Looks no more; resolves when a look that was under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#looking;
  }

  look(): Promise<void> {
    this.#looking = this.#look();
    return this.#looking;
  }

  async #look(): Promise<void> {
    try {
      const [before, sent] = [Date.now(), performance.now()];
      const shared = await this.shared();
      // The answer was true in the middle of the way there and back, as far as anybody can tell.
      const by = Math.round(shared - before - (performance.now() - sent) / 2);
      const offset = Math.abs(by) > TOLERATED ? by : 0;
      if ((offset === 0) !== (this.#offset === 0)) this.differs(offset);
      this.#offset = offset;
    } catch {
      // The database is away: what was found last still holds.
    }
  }
}
