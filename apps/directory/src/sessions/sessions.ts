import { Injectable } from '@nestjs/common';
import {
  AccessLog,
  CONSOLE_KEYS,
  IdentityStore,
  PUBLIC,
  SESSION_ABSOLUTE,
  hashToken,
  newToken,
  parseApiKey,
  type Principal,
} from '#libs/identity';
import { Clock, Problem } from '#libs/service-kit';
import type { ChangePassword, SecondFactorRemoval, SignIn } from '#libs/contracts';
import { IsNull, LessThan } from 'typeorm';
import { People, type KnownPerson } from '../people/people.js';
import { Credential, Session } from '../tables/entities.js';
import { Tables } from '../tables/tables.js';
import { Passwords } from './passwords.js';
import { SecondFactors } from './second-factors.js';
import { Throttle } from './throttle.js';

/** A session just begun: its token goes into the cookie and nowhere else. */
export interface BegunSession {
  readonly token: string;
  readonly person: KnownPerson;
  readonly position: number;
}

/** The same for the key of a provider. */
export interface BegunKeySession {
  readonly token: string;
  readonly key: Principal;
  readonly position: number;
}

/** Signing in and out. An unknown login and a wrong password are answered alike, in words, work and time. */
@Injectable()
export class Sessions {
  constructor(
    private readonly people: People,
    private readonly passwords: Passwords,
    private readonly throttle: Throttle,
    private readonly factors: SecondFactors,
    private readonly tables: Tables,
    private readonly access: AccessLog,
    private readonly identities: IdentityStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Begins a session; the one the browser held before ends. @throws `sign-in-failed`, whatever was wrong; `too-many-requests`.
   * Failures are written under the public's name: whoever typed them has not proved to be anybody.
   */
  async signIn(attempt: SignIn, address: string, earlier: string | null): Promise<BegunSession> {
    const login = attempt.login.trim().toLowerCase();
    const now = this.clock.now();
    await this.throttle.attempt(login, address, now);
    const person = await this.people.byLogin(login, now);
    const stored = await this.tables.source.getRepository(Credential).findOneBy({ person: person?.id ?? '' });
    const right = await this.passwords.matches(attempt.password, stored?.passwordHash);
    if (!person || !right || !(await this.factors.satisfied(person.id, attempt.code))) {
      await this.access.signInFailed(PUBLIC, login);
      throw new Problem('sign-in-failed');
    }
    await this.throttle.succeeded(login, address);
    return { ...(await this.#begin(principalOf(person), earlier)), person };
  }

  /**
   * Begins a session of a provider's key, so that no script of a page ever holds the key. The same principal and the same guards as
   * with the key itself. @throws `sign-in-failed` when it is no live key of a provider or a sandbox.
   */
  async signInWithKey(text: string, earlier: string | null): Promise<BegunKeySession> {
    const presented = parseApiKey(text.trim());
    const key = presented && (await this.identities.principalOfKey(presented, this.clock.now()));
    if (key?.keyRole === undefined || !CONSOLE_KEYS.includes(key.keyRole)) {
      // What was typed may be another's secret: its public part, at most, is written down.
      await this.access.signInFailed(PUBLIC, presented === null ? 'lck' : `lck_${presented.id}`);
      throw new Problem('sign-in-failed');
    }
    return { ...(await this.#begin(key, earlier)), key };
  }

  async #begin(caller: Principal, earlier: string | null): Promise<{ token: string; position: number }> {
    const now = this.clock.now();
    await this.#sweep(now);
    if (earlier !== null) await this.end(earlier);
    const token = newToken();
    const position = await this.access.signedIn(caller);
    await this.tables.source.getRepository(Session).insert({
      tokenHash: token.hash,
      person: caller.kind === 'person' ? caller.id : null,
      keyId: caller.kind === 'key' ? caller.id : null,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + SESSION_ABSOLUTE),
      endedAt: null,
    });
    return { token: token.text, position };
  }

  /** Ends the session of a token; a token that is unknown or ended already is fine. */
  async end(token: string): Promise<void> {
    await this.#end({ tokenHash: hashToken(token) });
  }

  /** Ends all of a person's sessions but one: after their password was changed. */
  async endAllOf(person: string, except: string | null): Promise<void> {
    const kept = except === null ? Buffer.alloc(0) : hashToken(except);
    await this.tables.source
      .createQueryBuilder()
      .update(Session)
      .set({ endedAt: this.clock.now() })
      .where('person = :person and ended_at is null and token_hash <> :kept', { person, kept })
      .execute();
  }

  /** Sets a person's own new password and ends their other sessions. @throws `sign-in-failed` when the present one is not right. */
  async changePassword(
    caller: Principal,
    change: ChangePassword,
    address: string,
    token: string | null,
  ): Promise<void> {
    await this.#proveAgain(caller, change.current, address);
    const passwordHash = await this.passwords.hash(change.password);
    await this.tables.source
      .getRepository(Credential)
      .update({ person: caller.id }, { passwordHash, changedAt: this.clock.now() });
    await this.endAllOf(caller.id, token);
  }

  /** Removes the caller's second factor. @throws `sign-in-failed` when password or code is not right. */
  async removeSecondFactor(caller: Principal, proof: SecondFactorRemoval, address: string): Promise<void> {
    await this.#proveAgain(caller, proof.password, address);
    if (!(await this.factors.satisfied(caller.id, proof.code))) throw new Problem('sign-in-failed');
    await this.factors.remove(caller.id);
  }

  /** The password once more, before something that a borrowed screen must not do. */
  async #proveAgain(caller: Principal, password: string, address: string): Promise<void> {
    const login = caller.login ?? '';
    await this.throttle.attempt(login, address, this.clock.now());
    const stored = await this.tables.source.getRepository(Credential).findOneBy({ person: caller.id });
    if (!(await this.passwords.matches(password, stored?.passwordHash))) {
      await this.access.signInFailed(caller, login);
      throw new Problem('sign-in-failed');
    }
    await this.throttle.succeeded(login, address);
  }

  /** Deletes what counts no more, so that neither sessions nor guesses pile up. */
  async #sweep(now: Date): Promise<void> {
    await this.tables.source.getRepository(Session).delete({ expiresAt: LessThan(now) });
    await this.throttle.sweep(now);
  }

  async #end(which: { tokenHash: Buffer }): Promise<void> {
    await this.tables.source
      .getRepository(Session)
      .update({ ...which, endedAt: IsNull() }, { endedAt: this.clock.now() });
  }
}

const principalOf = (person: KnownPerson): Principal => ({
  kind: 'person',
  id: person.id,
  login: person.login,
  human: person.human,
  unit: person.unit,
  roles: person.roles,
});
