import { Injectable } from '@nestjs/common';
import type { EventData, Person, RegisterEvent, SetUp as SetUpBody, SetUpDone, Unit } from '#libs/contracts';
import { registers, type RegisterCommand, type RegisterValue } from '#libs/domain';
import { EventStore, type NewEvent } from '#libs/event-store';
import { hashToken, newToken } from '#libs/identity';
import { Clock, Ids, Problem, ReadPosition, correlationId } from '#libs/service-kit';
import { IsNull, MoreThan } from 'typeorm';
import { Invitations } from '../invitations/invitations.js';
import { PEOPLE_SUBSCRIPTION } from '../people/people.subscriber.js';
import { RegisterBook } from '../registers/register-book.js';
import { Passwords } from '../sessions/passwords.js';
import { Credential, SetupToken } from '../tables/entities.js';
import { Tables } from '../tables/tables.js';

/** A set-up link lapses after a day; the next start makes a new one (ms). */
const LIFETIME = 24 * 60 * 60 * 1000;

type Founder = SetUpBody['administrators'][number];

/**
 * The first two administrators of an installation, once. There is nobody yet who could approve them; they come from two units, so
 * that from then on everything takes two. The events say so: their actor is the system, their author `set-up`.
 */
@Injectable()
export class SetUp {
  constructor(
    private readonly tables: Tables,
    private readonly store: EventStore,
    private readonly book: RegisterBook,
    private readonly passwords: Passwords,
    private readonly invitations: Invitations,
    private readonly position: ReadPosition,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** A new one-time token, earlier unused ones lapse; null when the installation has its administrators. */
  async newToken(): Promise<string | null> {
    if (await this.#isSetUp()) return null;
    const { text, hash } = newToken();
    const now = this.clock.now();
    await this.tables.source.transaction(async (manager) => {
      await manager.delete(SetupToken, { usedAt: IsNull() });
      await manager.insert(SetupToken, {
        hash,
        createdAt: now,
        expiresAt: new Date(now.getTime() + LIFETIME),
        usedAt: null,
      });
    });
    return text;
  }

  /** @throws `link-invalid`; `already-set-up`; `same-unit` when both are of one unit. */
  async run(body: SetUpBody): Promise<SetUpDone> {
    const [first, second] = body.administrators;
    const now = this.clock.now();
    const done = await this.tables.source.transaction(async (manager) => {
      const hash = hashToken(body.token);
      const token = await manager.findOne(SetupToken, {
        where: { hash, usedAt: IsNull(), expiresAt: MoreThan(now) },
        lock: { mode: 'pessimistic_write' },
      });
      if (!token) throw new Problem((await this.#isSetUp()) ? 'already-set-up' : 'link-invalid');
      if (first.unit.id === second.unit.id) throw new Problem('same-unit');
      if (first.id === second.id || first.login === second.login) throw new Problem('second-person-needed');
      const passwordHash = await this.passwords.hash(first.password);
      const alreadySetUp = await this.#isSetUp();
      const changes = [first, second].flatMap((founder) => this.#entriesOf(founder, now));
      const position = await this.#append(changes, alreadySetUp, now);
      await manager.insert(Credential, { person: first.id, passwordHash, changedAt: now });
      await manager.update(SetupToken, { hash }, { usedAt: now });
      return { position, changeId: this.ids.v7() };
    });
    await this.position.wait([PEOPLE_SUBSCRIPTION], done.position);
    const invitation = await this.invitations.whole(done.changeId, second.id);
    return {
      administrators: [first, second].map(({ id, login }) => ({ id, login })),
      invitation,
      position: done.position,
    };
  }

  async #isSetUp(): Promise<boolean> {
    await this.book.catchUp();
    return this.book.ids('person').length > 0;
  }

  #entriesOf({ id, login, name, unit }: Founder, now: Date): (RegisterValue & { entry: string })[] {
    const validity = { validFrom: now.toISOString(), validTo: null };
    const ofUnit: Unit = {
      ...validity,
      name: unit.name,
      kind: unit.kind,
      province: null,
      superior: null,
      compiler: null,
      successors: [],
    };
    const person: Person = {
      ...validity,
      login,
      name,
      unit: unit.id,
      roles: ['administrator'],
      human: id,
      delegateOf: null,
    };
    return [
      { kind: 'unit', entry: unit.id, value: ofUnit },
      { kind: 'person', entry: id, value: person },
    ];
  }

  async #append(changes: (RegisterValue & { entry: string })[], alreadySetUp: boolean, now: Date): Promise<number> {
    const streams = changes.map((change) => {
      const command: RegisterCommand = {
        type: 'install',
        changeId: this.ids.v7(),
        alreadySetUp,
        by: 'set-up',
        unit: 'set-up',
        ...change,
      };
      const decision = registers.decide(command, registers.initialState);
      if (!decision.ok) throw new Problem(decision.refusal);
      return {
        stream: `register-${change.kind}.${change.entry}`,
        expectedVersion: 0,
        events: decision.events.map((event) => this.#event(event, now)),
      };
    });
    const { position } = await this.store.append({ streams });
    return position;
  }

  #event(event: RegisterEvent, now: Date): NewEvent<string, EventData<RegisterEvent['type']>> {
    return {
      id: this.ids.v7(),
      type: event.type,
      occurredAt: now.toISOString(),
      actor: { kind: 'system', id: 'set-up' },
      correlationId: correlationId(),
      causationId: null,
      data: event.data,
    };
  }
}
