import { Controller, Get, Header, Param, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Genuine, GenuineParams } from '#libs/contracts';
import { referenceAsPrinted } from '#libs/domain';
import { Public, PublicRateGuard } from '#libs/identity';
import { Database } from '#libs/service-kit';

/**
 * "Is this request genuine?" Open to everybody within the public rate, because whoever is shown a forged letter has no key. The
 * answer depends on the reference alone, which has 60 random bits and stands in the letter anyway: neither target nor provider.
 */
@ApiTags('public')
@Controller('api/v1/genuine')
export class GenuineController {
  constructor(private readonly database: Database) {}

  @Get(':reference')
  @Public()
  @UseGuards(PublicRateGuard)
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Yêu cầu này có thật không · is this request genuine?' })
  @ApiResponse({ status: 200, standardSchema: Genuine, description: 'Yes with action and date, or no' })
  async genuine(@Param({ schema: GenuineParams }) { reference: typed }: GenuineParams): Promise<Genuine> {
    const reference = referenceAsPrinted(typed);
    const { rows } = await this.database.query<{ action: Genuine['action']; issued_at: Date }>(
      'select action, issued_at from dispatch_orders.order_row where reference = $1',
      [reference],
    );
    const order = rows[0];
    return {
      reference,
      genuine: order !== undefined,
      action: order?.action ?? null,
      issuedAt: order?.issued_at.toISOString() ?? null,
    };
  }
}
