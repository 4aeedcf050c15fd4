/** The answers of this time (ms) are counted, … */
const WINDOW = 100;
/** … and so many of them make a busy door: 200 a second. */
const BUSY = 20;

/**
 * How much is asked of this process at its HTTP door. Whoever works behind it may rest while it is busy: a report is safe
 * once it is answered, and what it sets off can wait a moment. Polls that only wait do not count.
 */
export class Door {
  /** When each of the last answers left, oldest first from `#next` on. */
  readonly #answers = new Array<number>(BUSY).fill(-Infinity);
  #next = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  answered(): void {
    this.#answers[this.#next] = this.now();
    this.#next = (this.#next + 1) % BUSY;
  }

  get busy(): boolean {
    return this.now() - (this.#answers[this.#next] ?? -Infinity) < WINDOW;
  }
}
