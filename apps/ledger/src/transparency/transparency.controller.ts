import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Transparency, TransparencyQuery } from '#libs/contracts';
import type { Figure } from '#libs/contracts';
import { Public } from '#libs/identity';
import { Clock, Database } from '#libs/service-kit';
import { keptBack } from './kept-back.js';

interface Row {
  month: string;
  figure: Figure;
  key: string;
  count: number;
}

type Counted = Omit<Transparency['items'][number], 'by'> & { readonly by: Record<string, number> };

/** Figures for everybody: what was reported, decided, refused and changed, month by month; no case is shown. */
@ApiTags('public')
@Controller('api/v1/transparency')
export class TransparencyController {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Public()
  @Header('cache-control', 'public, max-age=300')
  @ApiOperation({ summary: 'Số liệu công khai · public figures, month by month' })
  @ApiResponse({
    status: 200,
    standardSchema: Transparency,
    description: 'Totals are exact; small break-downs are null',
  })
  async figures(@Query({ schema: TransparencyQuery }) query: TransparencyQuery): Promise<Transparency> {
    const to = query.to ?? this.#month(0);
    const from = query.from ?? this.#month(11);
    const { rows } = await this.database.query<Row>(
      `select month, figure, key, count::float8 as count from ledger_figures.figure where month between $1 and $2
       order by month, figure, key`,
      [from, to],
    );
    const items = new Map<string, Counted>();
    for (const { month, figure, key, count } of rows) {
      const item = items.get(`${month} ${figure}`) ?? { month, figure, total: 0, by: {} };
      item.total += count;
      item.by[key] = count;
      items.set(`${month} ${figure}`, item);
    }
    return { from, to, items: [...items.values()].map((item) => ({ ...item, by: keptBack(item.by) })) };
  }

  /** So many months ago, in Việt Nam. */
  #month(ago: number): string {
    const now = new Date(this.clock.now().getTime() + 7 * 3_600_000);
    return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - ago, 1)).toISOString().slice(0, 7);
  }
}
