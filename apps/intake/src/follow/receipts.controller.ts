import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AfterQuery, ReceiptStatusView } from '#libs/contracts';
import { Public, PublicRateGuard } from '#libs/identity';
import { Problem } from '#libs/service-kit';
import { LookUpReceipt } from './look-up-receipt.js';

@ApiTags('reports')
@Controller('api/v1/receipts')
export class ReceiptsController {
  constructor(private readonly receipts: LookUpReceipt) {}

  @Get(':receipt')
  @Public()
  @UseGuards(PublicRateGuard)
  @ApiOperation({ summary: 'Tra cứu mã tiếp nhận / look up a receipt' })
  @ApiOkResponse({ standardSchema: ReceiptStatusView, description: 'where the report stands, in plain words' })
  async get(
    @Param('receipt') receipt: string,
    @Query({ schema: AfterQuery }) { after }: AfterQuery,
  ): Promise<ReceiptStatusView> {
    const found = await this.receipts.of(receipt, after);
    if (!found) throw new Problem('not-found');
    return found;
  }
}
