import { Injectable } from '@nestjs/common';
import type {
  IssueKey,
  KeyIssued,
  KeyList,
  KeyRevoked,
  Person,
  RegisterEntry,
  RegisterKind,
  UnitKind,
} from '#libs/contracts';
import type { Principal } from '#libs/identity';
import { Clock } from '#libs/service-kit';
import { Invitations } from './invitations/invitations.js';
import { Keys } from './keys/keys.js';
import { People } from './people/people.js';
import { RegisterCommands } from './registers/register-commands.js';
import { SetUp } from './set-up/set-up.js';

/** Two administrators of two units: one proposes, the other approves. */
export interface TwoAdministrators {
  readonly proposer: Principal;
  readonly approver: Principal;
}

/**
 * What the composing process does without HTTP: the link of a new installation, the demonstration's people and keys, the
 * command line's. Everything goes through the commands that administrators use, with their rules and events. Get it
 * with `app.get(DirectoryBootstrap, { strict: false })`; the service's subscriptions must run.
 */
@Injectable()
export class DirectoryBootstrap {
  constructor(
    private readonly setUp: SetUp,
    private readonly commands: RegisterCommands,
    private readonly invitations: Invitations,
    private readonly people: People,
    private readonly keys: Keys,
    private readonly clock: Clock,
  ) {}

  /** The token for `POST /api/v1/setup`, to be printed once; null when there are administrators already. */
  setUpToken(): Promise<string | null> {
    return this.setUp.newToken();
  }

  /** Sets up an installation with two administrators who both get a password at once (demonstration). */
  async setUpWithPasswords(first: FoundingAdministrator, second: FoundingAdministrator): Promise<TwoAdministrators> {
    const token = await this.setUp.newToken();
    if (token === null) throw new Error('this installation has its administrators already');
    const { password, ...invited } = second;
    const { invitation } = await this.setUp.run({ token, administrators: [first, invited] });
    await this.invitations.accept(invitation.token, password);
    return { proposer: await this.administrator(first.login), approver: await this.administrator(second.login) };
  }

  /** A person by login as a principal, as if signed in. @throws when there is nobody valid of that login. */
  async administrator(login: string): Promise<Principal> {
    const person = await this.people.byLogin(login, this.clock.now());
    if (!person) throw new Error(`wanted the person with login ${login}, found nobody who is valid today`);
    const { id, human, unit, roles } = person;
    return { kind: 'person', id, login, human, unit, roles };
  }

  /** Proposes and approves one register entry. Resolves with the position of the approval. */
  async putEntry<K extends RegisterKind>(
    by: TwoAdministrators,
    kind: K,
    entry: string,
    value: RegisterEntry<K>,
  ): Promise<number> {
    const { changeId } = await this.commands.propose(by.proposer, kind, entry, value);
    const { position } = await this.commands.approve(by.approver, kind, entry, changeId);
    return position;
  }

  /** Proposes and approves a person and sets the password with the invitation that comes of it. */
  async createPersonWithPassword(
    by: TwoAdministrators,
    entry: string,
    value: Person,
    password: string,
  ): Promise<number> {
    const proposed = await this.commands.propose(by.proposer, 'person', entry, value, true);
    const approved = await this.commands.approve(by.approver, 'person', entry, proposed.changeId);
    await this.invitations.accept(`${proposed.invitationPart ?? ''}.${approved.invitationPart ?? ''}`, password);
    return approved.position;
  }

  /** Issues a key; its text is in the answer and nowhere else. */
  issueKey(by: Principal, wanted: IssueKey): Promise<KeyIssued> {
    return this.keys.issue(by, wanted);
  }

  listKeys(by: Principal): Promise<KeyList> {
    return this.keys.list(by);
  }

  revokeKey(by: Principal, id: string): Promise<KeyRevoked> {
    return this.keys.revoke(by, id);
  }
}

export interface FoundingAdministrator {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly password: string;
  readonly unit: { readonly id: string; readonly name: string; readonly kind: UnitKind };
}
