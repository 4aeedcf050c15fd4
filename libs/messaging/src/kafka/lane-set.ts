import type { Logger } from '#libs/service-kit';
import { OUTAGE_BACKOFF } from '../delivery/backoff.js';
import type { CarriedLane } from './carried-lane.js';

/** How often a lane is tried to be entered before its consumer gives up. */
const TRIES = 6;
/** How often a wait for a lane says that this member of the group is alive (ms). */
const SIGN_OF_LIFE = 2_000;

/** The lanes that the group gave to this process: entered in the background, left once their batches in hand are finished. */
export class LaneSet {
  readonly #lanes = new Map<number, Promise<CarriedLane>>();
  readonly #leaving = new Map<number, Promise<void>>();

  constructor(
    private readonly enter: (lane: number) => Promise<CarriedLane>,
    private readonly logger: Logger,
  ) {}

  get numbers(): number[] {
    return [...this.#lanes.keys()].sort((a, b) => a - b);
  }

  /** Exactly these from now on; a lane that stays is not disturbed. */
  assign(wanted: ReadonlySet<number>): void {
    for (const lane of this.numbers) if (!wanted.has(lane)) this.#leave(lane);
    for (const lane of wanted) {
      if (this.#lanes.has(lane)) continue;
      const entering = this.#entered(lane);
      // Whoever needs the lane hears of it too; nobody may need it yet.
      entering.catch(() => undefined);
      this.#lanes.set(lane, entering);
    }
  }

  /** Leaves every lane. */
  async clear(): Promise<void> {
    this.assign(new Set());
    await Promise.all(this.#leaving.values());
  }

  /** Those that are entered already. */
  async ready(): Promise<Map<number, CarriedLane>> {
    const ready = new Map<number, CarriedLane>();
    const notYet = Promise.resolve(undefined);
    for (const [number, entering] of this.#lanes) {
      const lane = await Promise.race([entering, notYet]);
      if (lane) ready.set(number, lane);
    }
    return ready;
  }

  /** A lane once it is entered, saying meanwhile that we are alive; undefined when it is not ours any more. */
  async get(lane: number, alive: () => Promise<void>): Promise<CarriedLane | undefined> {
    const entering = this.#lanes.get(lane);
    if (!entering) return undefined;
    for (;;) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<'late'>((resolve) => (timer = setTimeout(resolve, SIGN_OF_LIFE, 'late')));
      const entered = await Promise.race([entering, late]).finally(() => {
        clearTimeout(timer);
      });
      if (entered !== 'late') return entered;
      await alive();
    }
  }

  async #entered(lane: number): Promise<CarriedLane> {
    await this.#leaving.get(lane);
    for (let failures = 1; ; failures += 1) {
      try {
        return await this.enter(lane);
      } catch (error) {
        this.logger.warn({ err: error, lane, failures }, 'a lane could not be entered');
        if (failures >= TRIES) throw error;
        await new Promise((resolve) => setTimeout(resolve, OUTAGE_BACKOFF(failures)));
      }
    }
  }

  #leave(lane: number): void {
    const entered = this.#lanes.get(lane);
    if (!entered) return;
    this.#lanes.delete(lane);
    this.#leaving.set(
      lane,
      entered.then((each) => each.leave()).catch(() => undefined), // prettier-ignore
    );
  }
}
