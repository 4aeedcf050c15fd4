import { Injectable } from '@nestjs/common';
import { RECEIPT_STATUSES, type ReceiptStatusView } from '#libs/contracts';
import { EventStore } from '#libs/event-store';
import { ReadPosition } from '#libs/service-kit';
import { Digests } from '../receive/digests.js';
import { ReportProgress, type Progress } from './progress.js';

/** Where the report behind a receipt stands, for whoever holds the receipt; null when there is none. */
@Injectable()
export class LookUpReceipt {
  constructor(
    private readonly progress: ReportProgress,
    private readonly digests: Digests,
    private readonly position: ReadPosition,
    private readonly store: EventStore,
  ) {}

  async of(receipt: string, after?: number): Promise<ReceiptStatusView | null> {
    const { stale } = await this.position.wait(['intake.reports', 'triage.progress'], after);
    const digest = this.digests.receiptDigest(receipt);
    const found = (await this.progress.byReceipt(digest)) ?? (await this.#lookAgain(digest));
    if (!found) return null;
    const { vi, en } = RECEIPT_STATUSES[found.status];
    return {
      status: found.status,
      words: { vi, en },
      receivedAt: found.receivedAt.toISOString(),
      updatedAt: found.updatedAt.toISOString(),
      ...(stale ? { stale } : {}),
    };
  }

  /** A receipt is good the moment it was handed out: what is in the log by now is waited for before saying "not found". */
  async #lookAgain(digest: string): Promise<Progress | null> {
    await this.position.wait(['intake.reports'], await this.store.head());
    return this.progress.byReceipt(digest);
  }
}
