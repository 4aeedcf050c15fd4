import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  LegalBasisList,
  LegalBasisQuery,
  ProviderList,
  ProviderQuery,
  type LegalBasisView,
  type ProviderView,
} from '#libs/contracts';
import { Caller, Permit, type Entry, type Principal } from '#libs/identity';
import { Clock } from '#libs/service-kit';
import { RegisterBook } from '../registers/register-book.js';

/** What staff choose from while they write a proposal. */
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
