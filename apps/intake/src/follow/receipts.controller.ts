import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AfterQuery, RECEIPT_STATUSES, ReceiptStatusView } from '#libs/contracts';
import { EventStore } from '#libs/event-store';
import { Public, PublicRateGuard } from '#libs/identity';
import { Problem, ReadPosition } from '#libs/service-kit';
import { Digests } from '../receive/digests.js';
import { ReportProgress, type Progress } from './progress.js';

@ApiTags('reports')
@Controller('api/v1/receipts')
export class ReceiptsController {
  constructor(
    private readonly progress: ReportProgress,
    private readonly digests: Digests,
    private readonly position: ReadPosition,
    private readonly store: EventStore,
  ) {}

  @Get(':receipt')
  @Public()
  @UseGuards(PublicRateGuard)
  @ApiOperation({ summary: 'Tra cứu mã tiếp nhận / look up a receipt' })
  @ApiOkResponse({ standardSchema: ReceiptStatusView, description: 'where the report stands, in plain words' })
  async get(
    @Param('receipt') receipt: string,
    @Query({ schema: AfterQuery }) { after }: AfterQuery,
  ): Promise<ReceiptStatusView> {
    const { stale } = await this.position.wait(['intake.reports', 'triage.progress'], after);
    const digest = this.digests.receiptDigest(receipt);
    const found = (await this.progress.byReceipt(digest)) ?? (await this.#lookAgain(digest));
    if (!found) throw new Problem('not-found');
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
