import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AfterQuery, RECEIPT_STATUSES, ReceiptStatusView } from '#libs/contracts';
import { Public, PublicRateGuard } from '#libs/identity';
import { Problem, ReadPosition } from '#libs/service-kit';
import { Digests } from '../receive/digests.js';
import { ReportProgress } from './progress.js';

@ApiTags('reports')
@Controller('api/v1/receipts')
export class ReceiptsController {
  constructor(
    private readonly progress: ReportProgress,
    private readonly digests: Digests,
    private readonly position: ReadPosition,
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
    const found = await this.progress.byReceipt(this.digests.receiptDigest(receipt));
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
}
