import { Injectable } from '@nestjs/common';
import type { ColleagueList, ColleagueQuery, Role } from '#libs/contracts';
import { IdentityStore, RegistersReader, type KnownPerson, type Principal } from '#libs/identity';
import { Clock, Problem } from '#libs/service-kit';

/** The people whom work can be given to, as they may act today. */
@Injectable()
export class Colleagues {
  constructor(
    private readonly identities: IdentityStore,
    private readonly registers: RegistersReader,
    private readonly clock: Clock,
  ) {}

  find(person: string): Promise<KnownPerson | undefined> {
    return this.identities.personAt(person, this.clock.now());
  }

  /** Whether somebody of that id works in the unit, or in the one that took it over, and holds one of the roles. */
  async worksIn(person: string, unit: string, ...roles: readonly Role[]): Promise<boolean> {
    const found = await this.find(person);
    if (found === undefined || !roles.some((role) => found.roles.includes(role))) return false;
    return found.unit === unit || (await this.registers.now()).predecessors(found.unit).includes(unit);
  }

  /** The people of the caller's unit, or of another one that a case may be handed to. */
  async list(caller: Principal, { unit, role }: ColleagueQuery): Promise<ColleagueList> {
    const asked = unit ?? caller.unit;
    if (asked === null) throw new Problem('forbidden');
    const people = await this.identities.peopleOf([asked], this.clock.now());
    return {
      items: people
        .filter(({ roles }) => role === undefined || roles.includes(role))
        .map(({ human: _human, roles, ...person }) => ({ ...person, roles: [...roles] })),
    };
  }
}
