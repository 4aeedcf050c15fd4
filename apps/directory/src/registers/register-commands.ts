import { Injectable } from '@nestjs/common';
import type { EventData, Person, RegisterChange, RegisterEntry, RegisterEvent, RegisterKind } from '#libs/contracts';
import { registers, type Officer, type RegisterCommand, type RegisterState, type RegisterValue } from '#libs/domain';
import { EventStore, type NewEvent } from '#libs/event-store';
import { AccessLog, actorOf, officerOf, type Principal } from '#libs/identity';
import { Clock, Database, Ids, Problem, ReadPosition, correlationId, fieldErrors } from '#libs/service-kit';
import { Invitations } from '../invitations/invitations.js';
import { PEOPLE_SUBSCRIPTION } from '../people/people.subscriber.js';
import { leavesTwoAdministrators, misfitOf, parseValue, type Misfit } from './checks.js';
import { RegisterBook } from './register-book.js';

/** What a command on a register answers. */
export interface RegisterAnswer {
  readonly changeId: string;
  readonly position: number;
  /** This administrator's half of a person's invitation; shown once. */
  readonly invitationPart?: string;
}

interface Loaded {
  readonly stream: string;
  readonly version: number;
  readonly state: RegisterState;
}

/** Registers are decided one change at a time in the whole installation: entries refer to each other. */
const LOCK = `select pg_advisory_xact_lock(hashtext('lachan.registers'))`;

/** Kinds that the tables of the guards are projections of. */
const PROJECTED: ReadonlySet<RegisterKind> = new Set<RegisterKind>(['unit', 'provider', 'person']);

/**
 * Changes of the registers: one administrator proposes, a second one (another human being, of another unit) approves
 * [domain.md, Who]. Who decides is in libs/domain; here entries are checked against each other, both when proposed and when
 * approved, because the rest may have changed in between.
 */
@Injectable()
export class RegisterCommands {
  #last: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: EventStore,
    private readonly database: Database,
    private readonly book: RegisterBook,
    private readonly invitations: Invitations,
    private readonly access: AccessLog,
    private readonly position: ReadPosition,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * Proposes a new entry, or the next version of one. A person who has no password yet, or for whom `invite` is said, gets an
   * invitation when it is approved.
   */
  async propose(
    caller: Principal,
    kind: RegisterKind,
    entry: string,
    raw: unknown,
    invite = false,
  ): Promise<RegisterAnswer> {
    const parsed = parseValue(kind, raw);
    if (!parsed.success) {
      const issues = parsed.error.issues.map((issue) => ({ ...issue, path: ['value', ...issue.path] }));
      throw new Problem('invalid-request', { errors: fieldErrors(issues) });
    }
    const value = parsed.data as RegisterEntry<RegisterKind>;
    const changeId = this.ids.v7();
    return this.#alone(async () => {
      await this.#fits(caller, kind, entry, value);
      const position = await this.#decide(caller, (by) => ({
        type: 'propose',
        entry,
        changeId,
        by,
        ...({ kind, value } as RegisterValue),
      }));
      if (kind !== 'person' || !(invite || !(await this.invitations.hasPassword(entry)))) return { changeId, position };
      return { changeId, position, invitationPart: await this.invitations.open(changeId, entry) };
    });
  }

  /**
   * A provider proposes whom to reach at its side. The rest of its entry stays as it is approved today, whatever it sends.
   * @throws `change-pending` while another change of the entry waits.
   */
  async proposeContact(caller: Principal, contact: string): Promise<RegisterAnswer> {
    const entry = caller.provider ?? '';
    const changeId = this.ids.v7();
    return this.#alone(async () => {
      const by = { key: caller.id, provider: entry };
      const command = { type: 'proposeContact', kind: 'provider', entry, changeId, by, contact } as const;
      return { changeId, position: await this.#carryOut(caller, command) };
    });
  }

  /** Proposes that an entry ends now. */
  async proposeRetirement(caller: Principal, kind: RegisterKind, entry: string): Promise<RegisterAnswer> {
    const changeId = this.ids.v7();
    return this.#alone(async () => {
      if (kind === 'person') await this.#keepsAdministrators(caller, entry, null);
      const position = await this.#decide(caller, (by) => ({
        type: 'proposeRetirement',
        kind,
        entry,
        changeId,
        by,
      }));
      return { changeId, position };
    });
  }

  /** The second administrator's yes: from now on the entry counts as it says. */
  async approve(caller: Principal, kind: RegisterKind, entry: string, changeId: string): Promise<RegisterAnswer> {
    const answer = await this.#alone(async () => {
      const pending = this.book.pendingOf(kind, entry);
      if (kind === 'person' && concerns(caller, entry, pending)) {
        await this.#refuse(caller, kind, entry, { refusal: 'second-person-needed', pointer: '' });
      }
      if (pending?.changeId === changeId && pending.value !== null) {
        await this.#fits(caller, kind, entry, pending.value as RegisterEntry<RegisterKind>);
      } else if (pending?.changeId === changeId && kind === 'person')
        await this.#keepsAdministrators(caller, entry, null);
      const position = await this.#decide(caller, (by) => ({
        type: 'approve',
        kind,
        entry,
        changeId,
        by,
      }));
      const part = kind === 'person' ? await this.invitations.complete(changeId) : undefined;
      return { changeId, position, ...(part === undefined ? {} : { invitationPart: part }) };
    });
    // So that who was just approved can sign in, and who was retired cannot, when the answer arrives.
    if (PROJECTED.has(kind)) await this.position.wait([PEOPLE_SUBSCRIPTION], answer.position);
    return answer;
  }

  async reject(
    caller: Principal,
    kind: RegisterKind,
    entry: string,
    changeId: string,
    reason: string,
  ): Promise<RegisterAnswer> {
    return this.#alone(async () => {
      const position = await this.#decide(caller, (by) => ({
        type: 'reject',
        kind,
        entry,
        changeId,
        by,
        reason,
      }));
      await this.invitations.withdraw(changeId);
      return { changeId, position };
    });
  }

  /**
   * One change at a time, on an up-to-date book: first in this process, then among processes. The transaction only carries
   * the lock; were many to wait for it, they would hold all the connections that the one at work needs.
   */
  async #alone<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(() =>
      this.database.transaction(async (tx) => {
        await tx.query(LOCK);
        await this.book.catchUp();
        return work();
      }),
    );
    this.#last = turn.then(ignore, ignore);
    return turn;
  }

  async #fits(caller: Principal, kind: RegisterKind, entry: string, value: RegisterEntry<RegisterKind>): Promise<void> {
    const misfit = misfitOf(kind, entry, value, this.book);
    if (misfit) await this.#refuse(caller, kind, entry, misfit);
    if (kind === 'person') await this.#keepsAdministrators(caller, entry, value as Person);
  }

  async #keepsAdministrators(caller: Principal, entry: string, value: Person | null): Promise<void> {
    const administrators = this.book
      .at(this.clock.now())
      .all('person')
      .filter(({ roles }) => roles.includes('administrator'));
    if (!administrators.some(({ id }) => id === entry)) return;
    if (leavesTwoAdministrators(entry, value, administrators)) return;
    await this.#refuse(caller, 'person', entry, { refusal: 'last-administrators', pointer: '' });
  }

  async #refuse(caller: Principal, kind: RegisterKind, entry: string, { refusal, pointer }: Misfit): Promise<never> {
    await this.access.refused(caller, { attempt: 'change-register', refusal, subject: `${kind}.${entry}` });
    throw new Problem(refusal, pointer === '' ? {} : { errors: [{ pointer, detail: refusal, code: refusal }] });
  }

  async #decide(caller: Principal, command: (by: Officer) => RegisterCommand): Promise<number> {
    const by = officerOf(caller, this.book.at(this.clock.now()));
    if (!by) throw new Problem('forbidden');
    return this.#carryOut(caller, command(by));
  }

  async #carryOut(caller: Principal, asked: RegisterCommand): Promise<number> {
    const { kind, entry } = asked;
    const { stream, version, state } = await this.#load(kind, entry);
    const decision = registers.decide(asked, state);
    if (!decision.ok) {
      await this.access.refused(caller, {
        attempt: asked.type,
        refusal: decision.refusal,
        subject: `${kind}.${entry}`,
      });
      throw new Problem(decision.refusal, decision.detail === undefined ? {} : { detail: decision.detail });
    }
    if (decision.events.length === 0) return this.store.head();
    const events = decision.events.map((event) => this.#event(caller, event));
    const { position } = await this.store.append({ streams: [{ stream, expectedVersion: version, events }] });
    return position;
  }

  async #load(kind: RegisterKind, entry: string): Promise<Loaded> {
    const stream = `register-${kind}.${entry}`;
    const events = await this.store.readStream(stream);
    const state = registers.fold(events.map(({ type, data }) => ({ type, data }) as RegisterEvent));
    return { stream, version: events.at(-1)?.version ?? 0, state };
  }

  #event(caller: Principal, event: RegisterEvent): NewEvent<string, EventData<RegisterEvent['type']>> {
    return {
      id: this.ids.v7(),
      type: event.type,
      occurredAt: this.clock.now().toISOString(),
      actor: caller.kind === 'key' ? actorOf(caller) : actorOf(caller, 'administrator'),
      correlationId: correlationId(),
      causationId: null,
      data: event.data,
    };
  }
}

const ignore = (): void => undefined;

/** Whether a change is about the caller: nobody gives themselves authority, not even as the second of two. */
const concerns = (caller: Principal, entry: string, pending: RegisterChange | undefined): boolean =>
  entry === caller.id || (pending?.value ?? {})['human'] === (caller.human ?? caller.id);
