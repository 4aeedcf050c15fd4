import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { InvitationList } from '#libs/contracts';
import { Clock, Ids, Problem } from '#libs/service-kit';
import { IsNull, MoreThan, Not } from 'typeorm';
import { People } from '../people/people.js';
import { Passwords } from '../sessions/passwords.js';
import { SecondFactors } from '../sessions/second-factors.js';
import { Sessions } from '../sessions/sessions.js';
import { Credential, Invitation } from '../tables/entities.js';
import { Tables } from '../tables/tables.js';

/** An invitation waits this long for its person (ms): a new colleague may start next week [ours]. */
const LIFETIME = 14 * 24 * 60 * 60 * 1000;
const PART_BYTES = 16;

const hashOf = (part: string): Buffer => createHash('sha256').update(part, 'utf8').digest();

/**
 * Invitations to set a password, in two parts: the proposing administrator is shown one, the approving administrator the
 * other, and only the person who was handed both gets in. So no administrator alone can enter the account of somebody
 * with signing authority, neither a new one nor by resetting its password.
 */
@Injectable()
export class Invitations {
  constructor(
    private readonly tables: Tables,
    private readonly passwords: Passwords,
    private readonly people: People,
    private readonly sessions: Sessions,
    private readonly factors: SecondFactors,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Every invitation and every account, for those who administer; what is shown opens nothing. */
  async list(): Promise<InvitationList> {
    const now = this.clock.now();
    const [invitations, credentials, factors] = await Promise.all([
      this.#rows().find({ order: { createdAt: 'DESC', changeId: 'ASC' } }),
      this.tables.source.getRepository(Credential).find({ select: { person: true }, order: { person: 'ASC' } }),
      this.factors.confirmed(),
    ]);
    return {
      items: invitations.map(({ changeId, person, approverPart, createdAt, expiresAt, usedAt }) => ({
        changeId,
        person,
        state: usedAt ? 'used' : expiresAt <= now ? 'lapsed' : approverPart ? 'open' : 'awaiting-approval',
        createdAt: createdAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
        usedAt: usedAt?.toISOString() ?? null,
      })),
      accounts: credentials.map(({ person }) => ({ person, password: true, secondFactor: factors.has(person) })),
    };
  }

  async hasPassword(person: string): Promise<boolean> {
    return this.tables.source.getRepository(Credential).existsBy({ person });
  }

  /** The proposer's part; worth nothing until the change is approved. */
  async open(changeId: string, person: string): Promise<string> {
    const part = this.#part();
    const now = this.clock.now();
    await this.#rows().insert({
      changeId,
      person,
      proposerPart: hashOf(part),
      approverPart: null,
      createdAt: now,
      expiresAt: new Date(now.getTime() + LIFETIME),
      usedAt: null,
    });
    return part;
  }

  /** The approver's part; undefined when the change invites nobody or was completed before. Earlier invitations of the person lapse. */
  async complete(changeId: string): Promise<string | undefined> {
    const opened = await this.#rows().findOneBy({ changeId, approverPart: IsNull(), usedAt: IsNull() });
    if (!opened) return undefined;
    const part = this.#part();
    const expiresAt = new Date(this.clock.now().getTime() + LIFETIME);
    await this.tables.source.transaction(async (manager) => {
      await manager.delete(Invitation, { person: opened.person, usedAt: IsNull(), changeId: Not(changeId) });
      await manager.update(Invitation, { changeId }, { approverPart: hashOf(part), expiresAt });
    });
    return part;
  }

  /** Both parts at once, for whoever is entitled to both: the set-up of a new installation, which has no second administrator yet. */
  async whole(changeId: string, person: string): Promise<{ token: string; expiresAt: string }> {
    const first = await this.open(changeId, person);
    const second = await this.complete(changeId);
    if (second === undefined) throw new Error(`wanted to complete the invitation ${changeId}, it was completed before`);
    return { token: `${first}.${second}`, expiresAt: new Date(this.clock.now().getTime() + LIFETIME).toISOString() };
  }

  async withdraw(changeId: string): Promise<void> {
    await this.#rows().delete({ changeId, usedAt: IsNull() });
  }

  /**
   * Sets the password of an invited person, removes a second factor and ends whatever sessions they had. @throws `link-invalid`, whatever is wrong with the
   * token. @param token both parts, `<proposer's>.<approver's>`.
   */
  async accept(token: string, password: string): Promise<{ login: string }> {
    const now = this.clock.now();
    const [first = '', second = ''] = token.split('.');
    const invitation = await this.#rows().findOneBy({
      proposerPart: hashOf(first),
      usedAt: IsNull(),
      expiresAt: MoreThan(now),
    });
    if (!invitation?.approverPart || !timingSafeEqual(invitation.approverPart, hashOf(second)))
      throw new Problem('link-invalid');
    const login = await this.people.newestLogin(invitation.person);
    if (login === undefined) throw new Problem('link-invalid');
    const passwordHash = await this.passwords.hash(password);
    await this.tables.source.transaction(async (manager) => {
      const taken = await manager.update(
        Invitation,
        { changeId: invitation.changeId, usedAt: IsNull() },
        { usedAt: now },
      );
      if (taken.affected !== 1) throw new Problem('link-invalid');
      await manager.upsert(Credential, { person: invitation.person, passwordHash, changedAt: now }, ['person']);
    });
    await this.factors.remove(invitation.person);
    await this.sessions.endAllOf(invitation.person, null);
    return { login };
  }

  #rows() {
    return this.tables.source.getRepository(Invitation);
  }

  #part(): string {
    return this.ids.random(PART_BYTES).toString('base64url');
  }
}
