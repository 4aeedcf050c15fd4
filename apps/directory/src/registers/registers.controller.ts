import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  ApproveChange,
  ChangeDecided,
  ChangeProposed,
  GuardCheck,
  GuardCheckQuery,
  ProposeEntry,
  RegisterChanges,
  RegisterEntryHistory,
  RegisterList,
  RegisterQuery,
  RejectChange,
  entryId,
  registerKind,
  type RegisterKind,
} from '#libs/contracts';
import { Caller, Permit, type Principal } from '#libs/identity';
import { GuardChecks } from './guard-checks.js';
import { RegisterCommands } from './register-commands.js';
import { RegisterViews } from './register-views.js';

/** Registers: units, people, provinces, providers, legal bases, competences, deadlines, guard list. */
@ApiTags('registers')
@Controller('api/v1/registers')
export class RegistersController {
  constructor(
    private readonly commands: RegisterCommands,
    private readonly views: RegisterViews,
    private readonly guards: GuardChecks,
  ) {}

  @Get('pending')
  @Permit({ roles: ['administrator', 'auditor'] })
  @ApiOperation({ summary: 'Thay đổi chờ duyệt · Changes that wait for a second administrator' })
  @ApiResponse({ status: 200, standardSchema: RegisterChanges, description: 'Oldest first' })
  pending(): Promise<RegisterChanges> {
    return this.views.pending();
  }

  @Get('guard-check')
  @Permit({ roles: ['administrator', 'auditor', 'analyst', 'approver'] })
  @ApiOperation({ summary: 'Thử danh sách bảo vệ · Would this be stopped, and by which entry? Changes nothing' })
  @ApiResponse({ status: 200, standardSchema: GuardCheck, description: 'For each action' })
  guardCheck(@Query({ schema: GuardCheckQuery }) { name }: GuardCheckQuery): Promise<GuardCheck> {
    return this.guards.check(name);
  }

  @Get(':kind')
  @Permit({ roles: ['administrator', 'auditor', 'analyst', 'approver'] })
  @ApiOperation({ summary: 'Một danh bạ · One register; people only for administrators and auditors' })
  @ApiResponse({ status: 200, standardSchema: RegisterList, description: 'By id' })
  list(
    @Param('kind', { schema: registerKind }) kind: RegisterKind,
    @Query({ schema: RegisterQuery }) query: RegisterQuery,
    @Caller() caller: Principal,
  ): Promise<RegisterList> {
    return this.views.list(caller, kind, query);
  }

  @Get(':kind/:entry')
  @Permit({ roles: ['administrator', 'auditor', 'analyst', 'approver'] })
  @ApiOperation({ summary: 'Một mục và lịch sử · One entry with its history' })
  @ApiResponse({ status: 200, standardSchema: RegisterEntryHistory, description: 'Oldest version first' })
  entry(
    @Param('kind', { schema: registerKind }) kind: RegisterKind,
    @Param('entry', { schema: entryId }) entry: string,
    @Caller() caller: Principal,
  ): Promise<RegisterEntryHistory> {
    return this.views.entry(caller, kind, entry);
  }

  @Post(':kind')
  @HttpCode(200)
  @Permit({ roles: ['administrator'] })
  @ApiOperation({ summary: 'Đề nghị thêm hoặc sửa · Propose an entry or its next version' })
  @ApiResponse({
    status: 200,
    standardSchema: ChangeProposed,
    description: 'It waits for an administrator of another unit',
  })
  propose(
    @Param('kind', { schema: registerKind }) kind: RegisterKind,
    @Body({ schema: ProposeEntry }) body: ProposeEntry,
    @Caller() caller: Principal,
  ): Promise<ChangeProposed> {
    return this.commands.propose(caller, kind, body.id, body.value, body.invite);
  }

  @Post(':kind/:entry/retire')
  @HttpCode(200)
  @Permit({ roles: ['administrator'] })
  @ApiOperation({ summary: 'Đề nghị chấm dứt · Propose that an entry ends' })
  @ApiResponse({
    status: 200,
    standardSchema: ChangeProposed,
    description: 'It waits for an administrator of another unit',
  })
  retire(
    @Param('kind', { schema: registerKind }) kind: RegisterKind,
    @Param('entry', { schema: entryId }) entry: string,
    @Caller() caller: Principal,
  ): Promise<ChangeProposed> {
    return this.commands.proposeRetirement(caller, kind, entry);
  }

  @Post(':kind/:entry/approve')
  @HttpCode(200)
  @Permit({ roles: ['administrator'] })
  @ApiOperation({ summary: 'Duyệt thay đổi · Approve as the second administrator' })
  @ApiResponse({ status: 200, standardSchema: ChangeDecided, description: 'It counts from now on, as it says' })
  approve(
    @Param('kind', { schema: registerKind }) kind: RegisterKind,
    @Param('entry', { schema: entryId }) entry: string,
    @Body({ schema: ApproveChange }) body: ApproveChange,
    @Caller() caller: Principal,
  ): Promise<ChangeDecided> {
    return this.commands.approve(caller, kind, entry, body.changeId);
  }

  @Post(':kind/:entry/reject')
  @HttpCode(200)
  @Permit({ roles: ['administrator'] })
  @ApiOperation({ summary: 'Không duyệt, nêu lý do · Reject with a reason' })
  @ApiResponse({ status: 200, standardSchema: ChangeDecided, description: 'Nothing changed' })
  reject(
    @Param('kind', { schema: registerKind }) kind: RegisterKind,
    @Param('entry', { schema: entryId }) entry: string,
    @Body({ schema: RejectChange }) body: RejectChange,
    @Caller() caller: Principal,
  ): Promise<ChangeDecided> {
    return this.commands.reject(caller, kind, entry, body.changeId, body.reason);
  }
}
