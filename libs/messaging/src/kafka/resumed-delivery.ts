import type { Batch, Delivery } from '../transport.js';

/** A delivery that puts its subscription's checkpoints in order before it resumes. */
export class ResumedDelivery implements Delivery {
  constructor(
    private readonly inner: Delivery,
    private readonly prepare: () => Promise<void>,
  ) {}

  async resume(): Promise<number> {
    await this.prepare();
    return this.inner.resume();
  }

  deliver(batch: Batch): Promise<void> {
    return this.inner.deliver(batch);
  }

  skip(from: number, upTo: number): Promise<void> {
    return this.inner.skip(from, upTo);
  }

  retryDue(): Promise<void> {
    return this.inner.retryDue();
  }

  get nextRetry(): number | null {
    return this.inner.nextRetry;
  }

  get waitingFrom(): number | null {
    return this.inner.waitingFrom;
  }
}
