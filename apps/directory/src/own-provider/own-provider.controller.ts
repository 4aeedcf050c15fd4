import { Body, Controller, Get, Header, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ChangeProposed, OwnProvider, ProposeContact } from '#libs/contracts';
import { CONSOLE_KEYS, Caller, Permit, type Principal } from '#libs/identity';
import { Clock, Problem } from '#libs/service-kit';
import { RegisterBook } from '../registers/register-book.js';
import { RegisterCommands } from '../registers/register-commands.js';

/** What a provider reads and proposes about its own register entry. */
@ApiTags('registers')
@Controller('api/v1/providers/own')
export class OwnProviderController {
  constructor(
    private readonly book: RegisterBook,
    private readonly commands: RegisterCommands,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Permit({ keys: CONSOLE_KEYS })
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Thông tin doanh nghiệp của tôi · My register entry, with a proposed contact' })
  @ApiResponse({ status: 200, standardSchema: OwnProvider, description: 'As it counts now' })
  async own(@Caller() caller: Principal): Promise<OwnProvider> {
    await this.book.catchUp();
    const id = caller.provider ?? '';
    const entry = this.book.at(this.clock.now()).get('provider', id);
    if (!entry) throw new Problem('not-found');
    const { name, kind, expresses, platforms, provinces, sandbox, contact } = entry;
    const pending = this.book.pendingOf('provider', id);
    const proposed = pending?.value?.['contact'];
    return {
      ...{ id, name, kind, expresses, platforms, provinces, sandbox, contact },
      pendingContact:
        pending && typeof proposed === 'string' && proposed !== contact
          ? { contact: proposed, changeId: pending.changeId, proposedAt: pending.proposedAt }
          : null,
    };
  }

  @Post('contact')
  @HttpCode(200)
  @Permit({ keys: ['provider'] })
  @ApiOperation({ summary: 'Đề nghị đổi đầu mối 24/7 · Propose another contact' })
  @ApiResponse({ status: 200, standardSchema: ChangeProposed, description: 'It waits for an administrator' })
  contact(
    @Body({ schema: ProposeContact }) body: ProposeContact,
    @Caller() caller: Principal,
  ): Promise<ChangeProposed> {
    return this.commands.proposeContact(caller, body.contact);
  }
}
