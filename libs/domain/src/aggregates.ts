import type {
  CaseEvent,
  ClaimEvent,
  FindingEvent,
  OrderEvent,
  ReferralEvent,
  RegisterEvent,
  ReportEvent,
  RequestEvent,
  SupportEvent,
} from '#libs/contracts';
import type { CaseCommand } from './case/commands.js';
import type { CaseRefusal } from './case/refusals.js';
import type { CaseState } from './case/state.js';
import type { ClaimCommand } from './claim/commands.js';
import type { ClaimRefusal } from './claim/refusals.js';
import type { ClaimState } from './claim/state.js';
import type { Aggregate } from './decision/decision.js';
import type { FindingCommand } from './finding/commands.js';
import type { FindingRefusal } from './finding/refusals.js';
import type { FindingState } from './finding/state.js';
import type { OrderCommand } from './order/commands.js';
import type { OrderRefusalCode } from './order/refusals.js';
import type { OrderState } from './order/state.js';
import type { ReferralCommand } from './referral/commands.js';
import type { ReferralRefusal } from './referral/refusals.js';
import type { ReferralState } from './referral/state.js';
import type { RegisterCommand } from './register/commands.js';
import type { RegisterRefusal } from './register/refusals.js';
import type { RegisterState } from './register/state.js';
import type { ReportCommand } from './report/commands.js';
import type { ReportRefusal } from './report/refusals.js';
import type { ReportState } from './report/state.js';
import type { RequestCommand } from './request/commands.js';
import type { RequestRefusalCode } from './request/refusals.js';
import type { RequestLife } from './request/state.js';
import type { SupportCommand } from './support/commands.js';
import type { SupportRefusal } from './support/refusals.js';
import type { SupportLife } from './support/state.js';

export declare const cases: Aggregate<CaseState, CaseCommand, CaseEvent, CaseRefusal>;
export declare const claims: Aggregate<ClaimState, ClaimCommand, ClaimEvent, ClaimRefusal>;
export declare const orders: Aggregate<OrderState, OrderCommand, OrderEvent, OrderRefusalCode>;
export declare const requests: Aggregate<RequestLife, RequestCommand, RequestEvent, RequestRefusalCode>;
export declare const registers: Aggregate<RegisterState, RegisterCommand, RegisterEvent, RegisterRefusal>;
export declare const referrals: Aggregate<ReferralState, ReferralCommand, ReferralEvent, ReferralRefusal>;
export declare const supports: Aggregate<SupportLife, SupportCommand, SupportEvent, SupportRefusal>;
export declare const reports: Aggregate<ReportState, ReportCommand, ReportEvent, ReportRefusal>;
export declare const findings: Aggregate<FindingState, FindingCommand, FindingEvent, FindingRefusal>;
