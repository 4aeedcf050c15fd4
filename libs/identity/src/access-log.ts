import type { FactoryProvider } from '@nestjs/common';
import type { EventData } from '#libs/contracts';
import { EventStore, type NewEvent, type ServiceName } from '#libs/event-store';
import { Clock, Ids, Problem, correlationId } from '#libs/service-kit';
import { LRUCache } from 'lru-cache';
import { actorOf, type Principal } from './principal.js';

/** What a rule stopped. `refusal` is the problem's code; `subject` names what was tried (an order, a provider, a register entry). */
export interface RefusedAttempt {
  readonly attempt: string;
  readonly refusal: string;
  readonly caseId?: string | null;
  readonly subject?: string | null;
}

interface AccessLogOptions {
  readonly store: EventStore;
  readonly service: ServiceName;
  readonly clock: Clock;
  readonly ids: Ids;
}

type AccessType =
  | 'SignedIn'
  | 'SignInFailed'
  | 'CaseViewed'
  | 'TextRevealed'
  | 'RestDeclined'
  | 'EvidenceExported'
  | 'KeyIssued'
  | 'KeyRevoked'
  | 'AttemptRefused';

/**
 * Who came, who read what, and what the rules stopped: streams `access-<service>-<principal>-<YYYYMMDD>` that the auditor
 * reads. Never written to a case, so that reading a case does not change it. Every method resolves once it is on disk.
 */
export class AccessLog {
  readonly #seen = new LRUCache<string, true>({ max: 20_000 });

  constructor(private readonly options: AccessLogOptions) {}

  /** A command that the rules refused: self-approval, stale claim, guarded name, foreign unit. */
  async refused(principal: Principal, what: RefusedAttempt): Promise<void> {
    await this.#append(principal, 'AttemptRefused', {
      attempt: what.attempt,
      refusal: what.refusal,
      caseId: what.caseId ?? null,
      subject: what.subject ?? null,
    });
  }

  /**
   * Runs a command; what the rules stop of it is kept for the auditor, whoever tried it. What is not there, or failed by itself, is no attempt.
   * @throws whatever the command throws.
   */
  async recorded<T>(
    principal: Principal,
    what: Omit<RefusedAttempt, 'refusal'>,
    command: () => Promise<T>,
  ): Promise<T> {
    try {
      return await command();
    } catch (error) {
      if (error instanceof Problem && error.status !== 404 && error.status < 500)
        await this.refused(principal, { ...what, refusal: error.code });
      throw error;
    }
  }

  /** Once per person, case and day, however often it is opened: the auditor asks who knew, not how often. */
  async caseViewed(principal: Principal, caseId: string): Promise<void> {
    const day = this.#day();
    const once = `viewed:${this.options.service}:${principal.id}:${caseId}:${day}`;
    if (this.#seen.has(once)) return;
    // The id is derived, so the store recognises a view that was written before this process started.
    await this.#append(principal, 'CaseViewed', { caseId }, this.options.ids.v5(once));
    this.#seen.set(once, true);
  }

  /** Clear text (a note, a reporter's contact, a child's data) was shown on request. Every time. */
  async textRevealed(principal: Principal, what: string, caseId: string | null = null): Promise<void> {
    await this.#append(principal, 'TextRevealed', { caseId, what });
  }

  /** Going on instead of resting; the reason is sealed under the person's own key. */
  async restDeclined(principal: Principal, why: 'break' | 'cap', reason: string): Promise<void> {
    await this.#append(principal, 'RestDeclined', { person: principal.id, why, reason });
  }

  async evidenceExported(principal: Principal, caseId: string, purpose: string): Promise<void> {
    await this.#append(principal, 'EvidenceExported', { caseId, purpose });
  }

  async signedIn(principal: Principal): Promise<number> {
    return this.#append(principal, 'SignedIn', { person: principal.id });
  }

  /** @param principal the person the login belongs to, or the public when it is nobody's. */
  async signInFailed(principal: Principal, login: string): Promise<void> {
    await this.#append(principal, 'SignInFailed', { login });
  }

  async keyIssued(principal: Principal, key: EventData<'KeyIssued'>): Promise<number> {
    return this.#append(principal, 'KeyIssued', key);
  }

  async keyRevoked(principal: Principal, key: EventData<'KeyRevoked'>): Promise<number> {
    return this.#append(principal, 'KeyRevoked', key);
  }

  async #append<T extends AccessType>(
    principal: Principal,
    type: T,
    data: EventData<T>,
    id = this.options.ids.v7(),
  ): Promise<number> {
    const event: NewEvent<T, EventData<T>> = {
      id,
      type,
      occurredAt: this.options.clock.now().toISOString(),
      actor: actorOf(principal),
      correlationId: correlationId(),
      causationId: null,
      data,
    };
    const stream = `access-${this.options.service}-${principal.id}-${this.#day()}`;
    const { position } = await this.options.store.append({
      streams: [{ stream, expectedVersion: 'any', events: [event] }],
    });
    return position;
  }

  #day(): string {
    return this.options.clock.now().toISOString().slice(0, 10).replaceAll('-', '');
  }
}

/** Provider for a service's module: `providers: [accessLogOf('triage')]`, then inject `AccessLog`. */
export const accessLogOf = (service: ServiceName): FactoryProvider<AccessLog> => ({
  provide: AccessLog,
  inject: [EventStore, Clock, Ids],
  useFactory: (store: EventStore, clock: Clock, ids: Ids) => new AccessLog({ store, service, clock, ids }),
});
