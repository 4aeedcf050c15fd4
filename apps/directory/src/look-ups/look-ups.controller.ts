import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  LegalBasisList,
  LegalBasisQuery,
  Names,
  NamesQuery,
  ProviderList,
  ProviderQuery,
  type LegalBasisView,
  type ProviderView,
} from '#libs/contracts';
import { Caller, Permit, type Entry, type Principal } from '#libs/identity';
import { Clock, Compressed } from '#libs/service-kit';
import { RegisterBook } from '../registers/register-book.js';

const NAMED = ['person', 'unit', 'provider', 'province'] as const;

/** What staff choose from while they write a proposal, and how the ids of answers are called. */
@ApiTags('registers')
@Controller('api/v1')
export class LookUpsController {
  constructor(
    private readonly book: RegisterBook,
    private readonly clock: Clock,
  ) {}

  @Get('legal-bases')
  @Permit({ roles: ['analyst', 'approver', 'auditor', 'administrator'] })
  @ApiOperation({
    summary: 'Căn cứ pháp lý · Legal bases; with a filter those under which my unit is competent today',
  })
  @ApiResponse({ status: 200, standardSchema: LegalBasisList, description: 'By id' })
  async legalBases(
    @Query({ schema: LegalBasisQuery }) query: LegalBasisQuery,
    @Caller() caller: Principal,
  ): Promise<LegalBasisList> {
    await this.book.catchUp();
    const now = this.book.at(this.clock.now());
    const { action, category } = query;
    const filtered = action !== undefined || category !== undefined;
    const question = { unit: caller.unit ?? '', ...(action && { action }), ...(category && { category }) };
    const items = filtered ? now.legalBases(question) : now.all('legal-basis');
    return { items: items.map(legalBasisView), stale: false };
  }

  @Get('providers')
  @Permit({ roles: ['analyst', 'approver', 'auditor', 'administrator'] })
  @ApiOperation({ summary: 'Doanh nghiệp · Providers; with `action` those that can express it' })
  @ApiResponse({ status: 200, standardSchema: ProviderList, description: 'By id' })
  async providers(
    @Query({ schema: ProviderQuery }) query: ProviderQuery,
    @Caller() caller: Principal,
  ): Promise<ProviderList> {
    await this.book.catchUp();
    const now = this.book.at(this.clock.now());
    const { action, category } = query;
    const question = { unit: caller.unit ?? '', ...(action && { action }), ...(category && { category }) };
    // Like the legal bases: where the caller's unit may ask nobody for this, there is nobody to choose.
    const mayAsk = (action === undefined && category === undefined) || now.legalBases(question).length > 0;
    const able = now
      .all('provider')
      .filter(({ expresses }) => mayAsk && (action === undefined || expresses.includes(action)));
    return { items: able.map(providerView), stale: false };
  }

  @Get('names')
  @Compressed()
  @Permit({ roles: ['analyst', 'approver', 'auditor', 'administrator', 'referral-recipient'] })
  @ApiOperation({ summary: 'Tên của người, đơn vị, doanh nghiệp, tỉnh · What ids are called, also of those who left' })
  @ApiResponse({ status: 200, standardSchema: Names, description: 'Those that are known' })
  async names(@Query({ schema: NamesQuery }) query: NamesQuery): Promise<Names> {
    await this.book.catchUp();
    const items = NAMED.flatMap((kind) =>
      [query[kind] ?? []].flat().flatMap((id) => {
        const { name, unit } = (this.book.versions(kind, id).findLast(({ value }) => value !== null)?.value ?? {}) as {
          readonly name?: string;
          readonly unit?: string;
        };
        // An erased person has no name any more; their id still tells one from another.
        return name === undefined || name === '' ? [] : [{ kind, id, name, ...(unit === undefined ? {} : { unit }) }];
      }),
    );
    return { items };
  }
}

const legalBasisView = ({
  id,
  citation,
  title,
  validFrom,
  validTo,
  categories,
  actions,
}: Entry<'legal-basis'>): LegalBasisView => ({
  id,
  citation,
  title,
  validFrom,
  ...(validTo === null ? {} : { validTo }),
  categories,
  actions,
});

const providerView = ({
  id,
  name,
  kind,
  expresses,
  platforms,
  provinces,
  sandbox,
}: Entry<'provider'>): ProviderView => ({
  id,
  name,
  kind,
  expresses,
  platforms,
  provinces,
  sandbox,
});
