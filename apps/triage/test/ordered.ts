import type { Action, Category, EventData, LiftReason, Recheck } from '#libs/contracts';
import { SystemIds } from '#libs/service-kit';
import { event } from './reports.js';
import type { TriageUnderTest } from './triage-under-test.js';
import { BASIS, LAM_DONG } from './world.js';

const ids = new SystemIds();

/** When every order of the tests ends. */
export const EXPIRES = '2027-01-01T00:00:00.000Z';
let references = 0;

/** An approved case and the order that dispatch made of it. */
export class Ordered {
  private constructor(
    private readonly under: TriageUnderTest,
    readonly caseId: string,
    readonly order: string,
    readonly reference: string,
    readonly action: Action,
  ) {}

  /** A list for schools asks no provider for anything. */
  static async make(
    under: TriageUnderTest,
    action: Action = 'block-host',
    category: Category = 'social-vice',
    providers = ['nha-mang', 'nha-mang-2'],
  ): Promise<Ordered> {
    const caseId = await under.open();
    await under.ok('lan-analyst', caseId, 'claim');
    await under.ok('lan-analyst', caseId, 'classify', { category });
    const body = {
      action,
      category,
      legalBasis: BASIS,
      reasons: 'Đánh bạc.',
      expiresInDays: 30,
    };
    const { digest = '' } = await under.ok('lan-analyst', caseId, 'propose', body);
    await under.ok('hoa-approver', caseId, 'approve', { digest });
    const reference = `LC-0000-0000-${String((references += 1)).padStart(4, '0')}`;
    const ordered = new Ordered(under, caseId, ids.v7(), reference, action);
    const issued: EventData<'OrderIssued'> = {
      ...ordered.#outward(),
      caseId,
      orderId: ordered.order,
      approval: ids.v7(),
      digest,
      category,
      unit: LAM_DONG,
      approvedBy: 'hoa-approver',
      proposedBy: 'lan-analyst',
      providers,
      platform: null,
      ageBands: [],
    };
    await ordered.#append(`order-${ordered.order}`, event('OrderIssued', issued));
    for (const provider of issued.providers) {
      const times = { category: null, acknowledgeBy: EXPIRES, enforceBy: EXPIRES };
      await ordered.say(provider, 'RequestQueued', { ...ordered.#outward(), ...times });
      await ordered.say(provider, 'RequestDelivered');
    }
    return ordered;
  }

  say(provider: string, type: Parameters<typeof event>[0], data: object = {}): Promise<number> {
    const requestId = ids.v5(`${this.order}:${provider}`);
    const about = { caseId: this.caseId, orderId: this.order, requestId, provider };
    return this.#append(`request-${requestId}`, event(type, { ...about, ...data }));
  }

  /** What dispatch appends when an order ends: the end and its lifts. */
  async end(type: 'OrderWithdrawn' | 'OrderExpired', reason: LiftReason): Promise<number> {
    const about = { caseId: this.caseId, orderId: this.order };
    const data =
      type === 'OrderExpired' ? { ...about, expiresAt: EXPIRES } : { ...about, person: 'hoa-approver', reason: null };
    const streams = [
      { stream: `order-${this.order}`, expectedVersion: 'any' as const, events: [this.#keyed(event(type, data))] },
    ];
    for (const provider of ['nha-mang', 'nha-mang-2']) {
      const requestId = ids.v5(`${this.order}:${provider}`);
      const lift = { ...about, requestId, provider, ...this.#outward(), reason, liftBy: EXPIRES };
      const events = [this.#keyed(event('LiftQueued', lift))];
      streams.push({ stream: `request-${requestId}`, expectedVersion: 'any' as const, events });
    }
    return (await this.under.store('dispatch').append({ streams })).events.at(-1)?.position ?? 0;
  }

  async lift(provider: string): Promise<void> {
    await this.say(provider, 'LiftDelivered');
    await this.say(provider, 'RequestLifted', { recalled: false, liftedAt: '2026-12-01T00:00:00.000Z' });
  }

  /** What dispatch appends when a recheck found the blocked name changed. */
  rechecked(found: Recheck, since: string): Promise<number> {
    const about = { caseId: this.caseId, orderId: this.order };
    return this.#append(`order-${this.order}`, event('BlockRechecked', { ...about, found, since, seenAt: since }));
  }

  refused(): Promise<number> {
    const about = { caseId: this.caseId, orderId: this.order, approval: ids.v7() };
    return this.#append(
      `order-${this.order}`,
      event('OrderRefused', { ...about, code: 'guarded-target', detail: null }),
    );
  }

  status(wanted: string): Promise<unknown> {
    return this.under.until(async () =>
      (await this.under.case('lan-analyst', this.caseId)).status === wanted ? wanted : undefined,
    );
  }

  #outward() {
    return {
      reference: this.reference,
      action: this.action,
      legalBasis: BASIS,
      issuedAt: '2026-11-01T00:00:00.000Z',
      expiresAt: EXPIRES,
      statement: null,
      target: null,
    };
  }

  #keyed<E extends object>(one: E): E & { orderingKey: string } {
    return { ...one, orderingKey: `case-${this.caseId}` };
  }

  #append(stream: string, one: ReturnType<typeof event>): Promise<number> {
    return this.under.append('dispatch', stream, [one], `case-${this.caseId}`);
  }
}

/** What a test's order may say of itself, in order: action, category, providers. */
export type OrderedTerms = [action?: Action, category?: Category, providers?: string[]];
