import { Body, Controller, Headers, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  AddNote,
  AnswerLetter,
  ApproveProposal,
  AssignCase,
  CaseCommandResult,
  ClassifyCase,
  DecideReview,
  DismissCase,
  MergeCase,
  ProposeTakedown,
  ReferCase,
  ReopenCase,
  ReturnProposal,
} from '#libs/contracts';
import { Caller, Permit, type Principal } from '#libs/identity';
import { idempotencyKey } from '#libs/service-kit';
import { AnalystCommands } from './analyst-commands.js';
import { ApproverCommands } from './approver-commands.js';
import { ANY_APPROVER, APPROVERS, ID, STAFF, answers, call } from './case-call.js';

/** One command each on a case. State-changing ones take `If-Match` with the version that was read. */
@ApiTags('cases')
@Controller('api/v1/cases/:id')
export class CaseCommandsController {
  constructor(
    private readonly analyst: AnalystCommands,
    private readonly approver: ApproverCommands,
  ) {}

  @Post('claim')
  @HttpCode(HttpStatus.OK)
  @Permit(STAFF)
  @ApiOperation({ summary: 'Nhận xử lý / claim' })
  @answers
  claim(@Caller() caller: Principal, @Param('id', ID) id: string): Promise<CaseCommandResult> {
    return this.analyst.claim(call(caller, id, 'claim', 'analyst'));
  }

  @Post('renew')
  @HttpCode(HttpStatus.OK)
  @Permit(STAFF)
  @ApiOperation({ summary: 'Gia hạn giữ xử lý / renew the claim' })
  @answers
  renew(@Caller() caller: Principal, @Param('id', ID) id: string): Promise<CaseCommandResult> {
    return this.analyst.renew(call(caller, id, 'renew', 'analyst'));
  }

  @Post('release')
  @HttpCode(HttpStatus.OK)
  @Permit(STAFF)
  @ApiOperation({ summary: 'Trả lại danh sách / release the claim' })
  @answers
  release(@Caller() caller: Principal, @Param('id', ID) id: string): Promise<CaseCommandResult> {
    return this.analyst.release(call(caller, id, 'release', 'analyst'));
  }

  @Post('notes')
  @HttpCode(HttpStatus.OK)
  @Permit(STAFF)
  @ApiOperation({ summary: 'Ghi chú / add a note' })
  @answers
  notes(
    @Caller() caller: Principal,
    @Param('id', ID) id: string,
    @Body({ schema: AddNote }) body: AddNote,
    @Headers('idempotency-key') key?: string,
  ): Promise<CaseCommandResult> {
    return this.analyst.addNote(call(caller, id, 'notes', 'analyst'), body, idempotencyKey(key));
  }

  @Post('classify')
  @HttpCode(HttpStatus.OK)
  @Permit(STAFF)
  @ApiOperation({ summary: 'Phân loại / classify' })
  @answers
  classify(
    @Caller() caller: Principal,
    @Param('id', ID) id: string,
    @Body({ schema: ClassifyCase }) body: ClassifyCase,
    @Headers('if-match') match?: string,
  ): Promise<CaseCommandResult> {
    return this.analyst.classify(call(caller, id, 'classify', 'analyst', match ?? ''), body);
  }

  @Post('propose')
  @HttpCode(HttpStatus.OK)
  @Permit(STAFF)
  @ApiOperation({ summary: 'Trình duyệt / propose a takedown' })
  @answers
  propose(
    @Caller() caller: Principal,
    @Param('id', ID) id: string,
    @Body({ schema: ProposeTakedown }) body: ProposeTakedown,
    @Headers('if-match') match?: string,
  ): Promise<CaseCommandResult> {
    return this.analyst.propose(call(caller, id, 'propose', 'analyst', match ?? ''), body);
  }

  @Post('withdraw-proposal')
  @HttpCode(HttpStatus.OK)
  @Permit(STAFF)
  @ApiOperation({ summary: 'Rút nội dung trình / withdraw the proposal' })
  @answers
  withdraw(
    @Caller() caller: Principal,
    @Param('id', ID) id: string,
    @Headers('if-match') match?: string,
  ): Promise<CaseCommandResult> {
    return this.analyst.withdrawProposal(call(caller, id, 'withdraw-proposal', 'analyst', match ?? ''));
  }

  @Post('return')
  @HttpCode(HttpStatus.OK)
  @Permit(APPROVERS)
  @ApiOperation({ summary: 'Trả lại / return the proposal with a reason' })
  @answers
  return(
    @Caller() caller: Principal,
    @Param('id', ID) id: string,
    @Body({ schema: ReturnProposal }) body: ReturnProposal,
    @Headers('if-match') match?: string,
  ): Promise<CaseCommandResult> {
    return this.approver.returnProposal(call(caller, id, 'return', 'approver', match ?? ''), body);
  }

  @Post('approve')
  @HttpCode(HttpStatus.OK)
  @Permit(APPROVERS)
  @ApiOperation({ summary: 'Phê duyệt / approve exactly what was proposed' })
  @answers
  approve(
    @Caller() caller: Principal,
    @Param('id', ID) id: string,
    @Body({ schema: ApproveProposal }) body: ApproveProposal,
    @Headers('if-match') match?: string,
  ): Promise<CaseCommandResult> {
    return this.approver.approve(call(caller, id, 'approve', 'approver', match ?? ''), body);
  }

  @Post('agree')
  @HttpCode(HttpStatus.OK)
  @Permit(ANY_APPROVER)
  @ApiOperation({ summary: 'Đơn vị thứ hai đồng ý / agree as the second unit' })
  @answers
  agree(
    @Caller() caller: Principal,
    @Param('id', ID) id: string,
    @Body({ schema: ApproveProposal }) body: ApproveProposal,
    @Headers('if-match') match?: string,
  ): Promise<CaseCommandResult> {
    return this.approver.agree(call(caller, id, 'agree', 'approver', match ?? ''), body);
  }

  @Post('dismiss')
  @HttpCode(HttpStatus.OK)
  @Permit(STAFF)
  @ApiOperation({ summary: 'Kết thúc, không xử lý / dismiss; a second person confirms where a child may be in danger' })
  @answers
  dismiss(
    @Caller() caller: Principal,
    @Param('id', ID) id: string,
    @Body({ schema: DismissCase }) body: DismissCase,
    @Headers('if-match') match?: string,
  ): Promise<CaseCommandResult> {
    return this.analyst.dismiss(call(caller, id, 'dismiss', 'analyst', match ?? ''), body);
  }

  @Post('reopen')
  @HttpCode(HttpStatus.OK)
  @Permit(STAFF)
  @ApiOperation({ summary: 'Mở lại / reopen with a reason, or take one’s own dismissal back at once' })
  @answers
  reopen(
    @Caller() caller: Principal,
    @Param('id', ID) id: string,
    @Body({ schema: ReopenCase }) body: ReopenCase,
    @Headers('if-match') match?: string,
  ): Promise<CaseCommandResult> {
    return this.approver.reopen(call(caller, id, 'reopen', 'analyst', match ?? ''), body);
  }

  @Post('merge')
  @HttpCode(HttpStatus.OK)
  @Permit(STAFF)
  @ApiOperation({ summary: 'Gộp vào vụ việc khác / merge into another case' })
  @answers
  merge(
    @Caller() caller: Principal,
    @Param('id', ID) id: string,
    @Body({ schema: MergeCase }) body: MergeCase,
    @Headers('if-match') match?: string,
  ): Promise<CaseCommandResult> {
    return this.analyst.merge(call(caller, id, 'merge', 'analyst', match ?? ''), body);
  }

  @Post('assign')
  @HttpCode(HttpStatus.OK)
  @Permit(STAFF)
  @ApiOperation({ summary: 'Giao, chuyển đơn vị / assign to a person or hand over to a unit' })
  @answers
  assign(
    @Caller() caller: Principal,
    @Param('id', ID) id: string,
    @Body({ schema: AssignCase }) body: AssignCase,
    @Headers('if-match') match?: string,
  ): Promise<CaseCommandResult> {
    return this.analyst.assign(call(caller, id, 'assign', 'analyst', match ?? ''), body);
  }

  @Post('refer')
  @HttpCode(HttpStatus.OK)
  @Permit(STAFF)
  @ApiOperation({ summary: 'Chuyển cơ quan có thẩm quyền / refer' })
  @answers
  refer(
    @Caller() caller: Principal,
    @Param('id', ID) id: string,
    @Body({ schema: ReferCase }) body: ReferCase,
    @Headers('if-match') match?: string,
  ): Promise<CaseCommandResult> {
    return this.analyst.refer(call(caller, id, 'refer', 'analyst', match ?? ''), body);
  }

  @Post('authority-answered')
  @HttpCode(HttpStatus.OK)
  @Permit(STAFF)
  @ApiOperation({ summary: 'Cơ quan có thẩm quyền đã trả lời / the authority that got the letter has answered' })
  @answers
  authorityAnswered(
    @Caller() caller: Principal,
    @Param('id', ID) id: string,
    @Body({ schema: AnswerLetter }) body: AnswerLetter,
    @Headers('if-match') match?: string,
  ): Promise<CaseCommandResult> {
    return this.analyst.answerLetter(call(caller, id, 'authority-answered', 'analyst', match ?? ''), body);
  }

  @Post('decide-review')
  @HttpCode(HttpStatus.OK)
  @Permit(ANY_APPROVER)
  @ApiOperation({ summary: 'Giải quyết đề nghị xem xét lại / decide a review' })
  @answers
  decideReview(
    @Caller() caller: Principal,
    @Param('id', ID) id: string,
    @Body({ schema: DecideReview }) body: DecideReview,
    @Headers('if-match') match?: string,
  ): Promise<CaseCommandResult> {
    return this.approver.decideReview(call(caller, id, 'decide-review', 'approver', match ?? ''), body);
  }
}
