import { performance } from 'node:perf_hooks';
import type { EventLoopUtilization } from 'node:perf_hooks';

/** How far back (ms) is looked at least. */
const WINDOW = 100;
/** The share of its time in which a busy process had something to do. */
const BUSY = 0.6;

type Measure = (now?: EventLoopUtilization, before?: EventLoopUtilization) => EventLoopUtilization;

/**
 * How much of its time this process works, whatever it works at. While it is busy, whoever only shows what happened may wait for a
 * moment: then more comes at once, at nearly the cost of one, and those who act go first.
 */
export class WorkLoad {
  #before: EventLoopUtilization;
  #since: number;
  #busy = false;

  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly measure: Measure = (...of) => performance.eventLoopUtilization(...of),
  ) {
    this.#before = measure();
    this.#since = now();
  }

  /** As of the last tenth of a second that was looked at. */
  get busy(): boolean {
    const at = this.now();
    if (at - this.#since >= WINDOW) {
      const current = this.measure();
      this.#busy = this.measure(current, this.#before).utilization > BUSY;
      this.#before = current;
      this.#since = at;
    }
    return this.#busy;
  }
}
