export type { Aggregate, Decision } from './decision/decision.js';
export type { Officer } from './people/officer.js';
export { actsFor, holds } from './people/officer.js';
export { instantOf, isAfter, isValidAt, millisecondsOf, plusDays, plusMinutes } from './time/instant.js';
export type { GuardVerdict, MandateFacts } from './mandate/facts.js';
export { MANDATE, type CategoryRules, type Condition, type MandateCell, type Referral } from './mandate/table.js';
export * from './mandate/questions.js';
export {
  checkExpiry,
  checkGuard,
  checkLegalBasis,
  checkProposal,
  needsSecondUnit,
  type MandateRefusal,
} from './mandate/check.js';
export { verdictOf, type ActionVerdict, type VerdictQuestion, type Wall } from './mandate/verdict.js';
export {
  bestCompetence,
  competenceOf,
  covers,
  type BasisVerdict,
  type CompetenceQuestion,
  type CompetenceRegisters,
  type CompetenceVerdict,
} from './competence/competence.js';
export { providersInScope, type ProviderScope, type ProviderVerdict, type ScopeQuestion } from './competence/scope.js';
export type { CaseCommand } from './case/commands.js';
export type { ApprovedProposal, CaseFile, CaseState, ExistingCase, Hand, PendingProposal } from './case/state.js';
export type { CaseRefusal } from './case/refusals.js';
export type { ClaimCommand } from './claim/commands.js';
export type { ClaimFacts, ClaimState } from './claim/state.js';
export { claimStanding, type ClaimStanding } from './claim/standing.js';
export type { ClaimRefusal } from './claim/refusals.js';
export type { OrderCommand } from './order/commands.js';
export type { OrderState, OrderTerms, Widened } from './order/state.js';
export type { OrderRefusalCode } from './order/refusals.js';
export type { RequestCommand, RequestIds } from './request/commands.js';
export type { RequestLife } from './request/state.js';
export type { RequestRefusalCode } from './request/refusals.js';
export type { RegisterCommand, RegisterValue } from './register/commands.js';
export type { RegisterState } from './register/state.js';
export type { RegisterRefusal } from './register/refusals.js';
export type { ReferralCommand } from './referral/commands.js';
export type { ReferralState } from './referral/state.js';
export type { ReferralRefusal } from './referral/refusals.js';
export type { SupportCommand } from './support/commands.js';
export type { SupportLife } from './support/state.js';
export type { SupportRefusal } from './support/refusals.js';
export type { ReportCommand } from './report/commands.js';
export type { ReportState } from './report/state.js';
export type { ReportRefusal } from './report/refusals.js';
export type { FindingCommand } from './finding/commands.js';
export type { FindingState } from './finding/state.js';
export type { FindingRefusal } from './finding/refusals.js';
export { cases } from './case/index.js';
export { claimFacts, claims } from './claim/index.js';
export { orders } from './order/index.js';
export { requests } from './request/index.js';
export {
  answerLinks,
  linkOf,
  type AnswerLinkCommand,
  type AnswerLinkLife,
  type AnswerLinksState,
} from './answer-link/answer-link.js';
export { registers, rolesConflict } from './register/index.js';
export { referrals } from './referral/index.js';
export { supports } from './support/index.js';
export { reports } from './report/index.js';
export { findings } from './finding/index.js';
export { rotas, type RotaCommand, type RotaRefusal, type RotaState, type Shift } from './rota/rota.js';
export { referenceAsPrinted, referenceOf } from './statement/reference.js';
export {
  ACTION_WORDS,
  PRESERVATION,
  REVIEW,
  statementOf,
  vietnameseDate,
  type OutwardDecision,
  type StatementFacts,
} from './statement/statement.js';
export { distressingMarks, masked, type Mark, type MaskedText } from './care/distressing.js';
export { restOf, type Handled, type Rest, type RestFacts, type RestPolicy } from './care/rest.js';
export { isLive } from './case/state.js';
export { takesTwoToDismiss } from './case/dismissing.js';
export { independentSources, priorityOf, type PriorityFacts } from './case/priority.js';
export { materialVersion } from './case/version.js';
export { reconcile, reconcileOrder, type ProviderStanding } from './reconciliation/reconciliation.js';
export { dueAt, minutesFor } from './due/policy.js';
export {
  dueOfCase,
  dueOfOrder,
  dueOfReferral,
  dueOfRequest,
  dueOfSupport,
  type CaseTimes,
  type DueItem,
} from './due/due.js';
export { SAID_AFTER_MINUTES, receiptStatus, type ReceiptCase, type ReceiptFacts } from './receipt/receipt.js';
export { moveOf, situationOf, SITUATIONS, type Move, type Situation } from './request/moves.js';
export type { ExistingRequest } from './request/state.js';
