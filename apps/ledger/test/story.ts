import { createHash } from 'node:crypto';
import type { EventData, Target } from '#libs/contracts';
import type { NewEvent, RecordedEvent } from '#libs/event-store';
import { referenceOf } from '#libs/domain';
import { CANONICALISER_VERSION, identify } from '#libs/target';
import { HA_NOI, LAM_DONG, event, ids, person, type LedgerUnderTest } from './ledger-under-test.js';

const UNTIL = '2099-01-01T00:00:00.000Z';
const THEN = '2026-03-01T02:00:00.000Z';

/** A link as intake stores it. */
export function stored(raw: string): Target {
  const target = identify(raw);
  if (target.state === 'unparseable') return { state: 'unparseable', raw, reason: target.reason };
  const { canonicalUrl, requestUrl, contentKey, host, domain, platform, flags } = target;
  const rest = { platform: platform ?? null, flags: [...flags], canonicaliserVersion: CANONICALISER_VERSION };
  return { state: 'accepted', raw, canonicalUrl, requestUrl, contentKey, host, domain, ...rest };
}

export interface Opening {
  readonly url?: string;
  readonly target?: Target;
  readonly plea?: boolean;
}

interface OrderDates {
  readonly issuedAt?: string;
  readonly expiresAt?: string;
}

/** The life of one case as the services append it, each step under its own service's role. */
export class Story {
  readonly caseId = ids.v7();
  readonly orderId = ids.v7();
  readonly requestId = ids.v7();
  readonly digest = createHash('sha256').update(this.caseId).digest('hex');
  /** The event that approved it; until then one that nobody wrote. */
  approval = ids.v7();

  constructor(readonly under: LedgerUnderTest) {}

  async opened({
    url = `https://${this.caseId}.example.net/trang`,
    target,
    plea = false,
  }: Opening = {}): Promise<this> {
    await this.ofCase(
      event('CaseOpened', {
        caseId: this.caseId,
        unit: LAM_DONG,
        province: 'lam-dong',
        plea,
        target: target ?? stored(url),
      }),
    );
    return this;
  }

  async claimed(by = 'lan'): Promise<this> {
    const data = { caseId: this.caseId, person: by, unit: LAM_DONG, until: UNTIL };
    await this.under.append('triage', `claim-${this.caseId}`, [event('CaseClaimed', data, person(by))], this.caseId);
    return this;
  }

  async proposed(by = 'lan', human = `h-${by}`): Promise<this> {
    const { caseId, digest } = this;
    await this.ofCase(
      event('CaseClassified', { caseId, category: 'bullying', person: by, human }, person(by)),
      event(
        'TakedownProposed',
        { caseId, digest, person: by, human, unit: LAM_DONG, competent: true, authority: null, proposal: null },
        person(by),
      ),
    );
    return this;
  }

  async approved(by = 'hoa', human = `h-${by}`): Promise<this> {
    const { caseId, digest } = this;
    const data: EventData<'ProposalApproved'> = {
      caseId,
      digest,
      person: by,
      human,
      unit: LAM_DONG,
      delegation: null,
      competent: true,
      authority: null,
      proposedBy: 'lan',
      proposerHuman: 'h-lan',
      proposal: null,
      platform: null,
    };
    const [recorded] = await this.ofCase(event('ProposalApproved', data, person(by)));
    if (recorded) this.approval = recorded.id;
    return this;
  }

  async ordered({ issuedAt = THEN, expiresAt = UNTIL }: OrderDates = {}): Promise<this> {
    const { caseId, orderId, approval, digest } = this;
    const parties = {
      approval,
      digest,
      unit: LAM_DONG,
      proposedBy: 'lan',
      approvedBy: 'hoa',
      category: 'bullying',
    } as const;
    const terms = { providers: ['nha-mang'], platform: null, ageBands: [], ...this.outward({ issuedAt, expiresAt }) };
    await this.ofOrder(event('OrderIssued', { caseId, orderId, ...parties, ...terms }));
    return this;
  }

  async queued(): Promise<this> {
    const due = { acknowledgeBy: UNTIL, enforceBy: UNTIL };
    await this.ofRequest(
      event('RequestQueued', { ...this.request(), ...this.outward({}), category: 'bullying', ...due }),
    );
    return this;
  }

  async acknowledged(): Promise<this> {
    await this.ofRequest(event('RequestAcknowledged', this.request(), { kind: 'key', id: 'khoa-nha-mang' }));
    return this;
  }

  async enforced(): Promise<this> {
    await this.ofRequest(
      event('RequestEnforced', { ...this.request(), enforcedAt: THEN }, { kind: 'key', id: 'khoa-nha-mang' }),
    );
    return this;
  }

  async liftQueued(): Promise<this> {
    await this.ofRequest(
      event('LiftQueued', { ...this.request(), ...this.outward({}), reason: 'withdrawn', liftBy: UNTIL }),
    );
    return this;
  }

  async lifted(): Promise<this> {
    await this.ofRequest(event('RequestLifted', { ...this.request(), recalled: false, liftedAt: THEN }));
    return this;
  }

  /** From the report to the provider's answer and back, as it should be. */
  async whole(): Promise<this> {
    await this.opened();
    await this.claimed();
    await this.proposed();
    await this.approved();
    await this.ordered();
    await this.queued();
    await this.acknowledged();
    await this.enforced();
    await this.withdrawn();
    await this.liftQueued();
    return this.lifted();
  }

  async withdrawn(): Promise<this> {
    const { caseId, orderId } = this;
    await this.ofOrder(event('OrderWithdrawn', { caseId, orderId, person: 'hoa', reason: 'đã gỡ' }, person('hoa')));
    return this;
  }

  ofCase(...events: NewEvent[]): Promise<RecordedEvent[]> {
    return this.under.append('triage', `case-${this.caseId}`, events, this.caseId);
  }

  ofOrder(...events: NewEvent[]): Promise<RecordedEvent[]> {
    return this.under.append('dispatch', `order-${this.orderId}`, events, this.caseId);
  }

  ofRequest(...events: NewEvent[]): Promise<RecordedEvent[]> {
    return this.under.append('dispatch', `request-${this.requestId}`, events, this.caseId);
  }

  /** A dismissal of the case by one person, or confirmed by a second. */
  async dismissed(by: string, proposedBy?: string): Promise<RecordedEvent | undefined> {
    const { caseId } = this;
    const outcome = 'not-reachable' as const;
    const reason = 'không còn';
    if (proposedBy !== undefined) {
      const proposal = { caseId, outcome, person: proposedBy, human: `h-${proposedBy}`, reason };
      await this.ofCase(event('DismissalProposed', proposal, person(proposedBy)));
    }
    const first = {
      proposedBy: proposedBy ?? null,
      proposerHuman: proposedBy === undefined ? null : `h-${proposedBy}`,
    };
    const data = { caseId, outcome, person: by, human: `h-${by}`, ...first, reason };
    return (await this.ofCase(event('CaseDismissed', data, person(by))))[0];
  }

  get reference(): string {
    return referenceOf(this.orderId);
  }

  private request(): { caseId: string; orderId: string; requestId: string; provider: string } {
    const { caseId, orderId, requestId } = this;
    return { caseId, orderId, requestId, provider: 'nha-mang' };
  }

  private outward({ issuedAt = THEN, expiresAt = UNTIL }: OrderDates) {
    const { reference } = this;
    const words = { action: 'remove-content' as const, legalBasis: 'luat-tre-em-2016', statement: 'căn cứ' };
    return { reference, issuedAt, expiresAt, target: { url: 'https://x.example.net/' }, ...words };
  }
}

/** A report as another unit's channel brings it to the case. */
export const attached = (
  caseId: string,
  more: Partial<EventData<'ReportAttached'>['report']> = {},
): EventData<'ReportAttached'> => ({
  caseId,
  report: {
    reportId: ids.v7(),
    channel: 'monitoring-team',
    province: 'ha-noi',
    unit: HA_NOI,
    source: null,
    categoryHint: null,
    ageBand: null,
    helpNeeded: false,
    childInDanger: false,
    reportedAt: THEN,
    ...more,
  },
});
