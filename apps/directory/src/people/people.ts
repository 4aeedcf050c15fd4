import { Injectable } from '@nestjs/common';
import type { Role, SessionUser } from '#libs/contracts';
import { Database } from '#libs/service-kit';

/** A person as the tables describe them at a moment. */
export interface KnownPerson {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly human: string;
  readonly unit: string;
  readonly unitName: string;
  readonly roles: Role[];
}

const COLUMNS = 'p.id, p.login, p.name, p.human, p.unit, u.name as "unitName", p.roles';

/** Look-ups of people who may act at a moment: their entry and their unit's are valid then. */
@Injectable()
export class People {
  constructor(private readonly database: Database) {}

  async byId(id: string, moment: Date): Promise<KnownPerson | undefined> {
    const { rows } = await this.database.query<KnownPerson>(
      `select ${COLUMNS} from identity.person_at($1, $2) p cross join lateral identity.unit_at(p.unit, $2) u`,
      [id, moment],
    );
    return rows[0];
  }

  async byLogin(login: string, moment: Date): Promise<KnownPerson | undefined> {
    const { rows } = await this.database.query<KnownPerson>(
      `select ${COLUMNS}
         from (select distinct id from identity.person where login = $1) named
         cross join lateral identity.person_at(named.id, $2) p
         cross join lateral identity.unit_at(p.unit, $2) u
        where p.login = $1`,
      [login, moment],
    );
    return rows[0];
  }

  /** The login of a person who counts now or will; undefined when there is none or it is retired. */
  async newestLogin(id: string): Promise<string | undefined> {
    const { rows } = await this.database.query<{ login: string; retired: boolean }>(
      'select login, retired from identity.person where id = $1 order by person.position desc limit 1',
      [id],
    );
    return rows[0]?.retired === false ? rows[0].login : undefined;
  }
}

export const userOf = ({ id, login, name, unit, unitName, roles }: KnownPerson): SessionUser => ({
  id,
  login,
  name,
  unit,
  unitName,
  roles,
});
