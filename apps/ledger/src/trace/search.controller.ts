import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { SearchQuery, TraceList } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { CursorCodec, Database, ReadPosition } from '#libs/service-kit';
import { identify } from '#libs/target';
import { LONGEST } from './trace.read-model.js';

interface Row {
  caseId: string;
  kind: 'target' | 'order' | 'person';
  term: string;
  firstPosition: number;
  firstAt: Date;
}

/** A target is searched by its identity, however it was typed; an order by its id or its reference; everything else as it is. */
const termOf = (query: SearchQuery): [Row['kind'], string[]] => {
  if (query.order !== undefined) {
    const typed = query.order.trim();
    return ['order', [typed.toLowerCase(), typed.toUpperCase()]];
  }
  if (query.person !== undefined) return ['person', [query.person]];
  return ['target', targetTerms((query.target ?? '').trim())];
};

/** The text itself finds what nobody could read as a link; a name without a path also finds every page on it. */
const targetTerms = (typed: string): string[] => {
  const found = identify(typed);
  const terms = [typed];
  if (found.state === 'accepted') {
    terms.push(found.contentKey, found.canonicalUrl);
    if (isName(typed)) terms.push(found.host);
  }
  return terms.map((term) => term.slice(0, LONGEST));
};

const isName = (typed: string): boolean => !typed.replace(/^[\w+.-]+:\/\//, '').includes('/');

/** Finds the cases that a target, an order or a person had to do with. */
@ApiTags('audit')
@Controller('api/v1/audit/search')
export class SearchController {
  constructor(
    private readonly database: Database,
    private readonly position: ReadPosition,
    private readonly cursors: CursorCodec,
  ) {}

  @Get()
  @Permit({ roles: ['auditor'] })
  @ApiOperation({ summary: 'Tìm theo mục tiêu, yêu cầu hoặc người · search by target, order or person' })
  @ApiResponse({ status: 200, standardSchema: TraceList, description: 'A page, oldest first' })
  async search(@Query({ schema: SearchQuery }) query: SearchQuery): Promise<TraceList> {
    const { stale } = await this.position.wait(['ledger.trace'], query.after);
    const [kind, terms] = termOf(query);
    const scope = `audit-search:${kind}`;
    const place = this.cursors.decode(scope, query.cursor) as [number, string] | undefined;
    const { rows } = await this.database.query<Row>(
      `select case_id as "caseId", kind, term, first_position::float8 as "firstPosition", first_at as "firstAt"
       from (
         select distinct on (case_id) * from ledger_trace.case_term
         where kind = $1 and term = any ($2::text[]) order by case_id, first_position, term
       ) as once
       where $3::bigint is null or (once.first_position, once.case_id) > ($3, $4::uuid)
       order by once.first_position, once.case_id limit $5`,
      [kind, terms, place?.[0] ?? null, place?.[1] ?? null, query.limit + 1],
    );
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return {
      items: page.map((row) => ({ ...row, firstAt: row.firstAt.toISOString() })),
      ...(rows.length > query.limit &&
        last && { cursor: this.cursors.encode(scope, [last.firstPosition, last.caseId]) }),
      ...(stale && { stale }),
    };
  }
}
