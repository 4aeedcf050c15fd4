import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { SERVICES_OF_THE_HOUSE, serviceLogins } from '#apps/lachan';
import type { TestDatabase } from '#libs/testing';
import { SERVICES, wholeDatabase } from './whole-database.js';

// What each role of the database may do, over all that is in it: the catalogue is asked, so a new table is held to these walls too.

const PRIVILEGES = ['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger', 'maintain'] as const;
const FOUNDATIONS = /^(es|keys|messaging|identity|public)\./;

/** What a service may read beyond its own schemas: a plain status per report, and nothing else of a case. */
const SHARED = ['intake triage_progress.report_progress: select'];

/**
 * The schemas that belong to no service: who may do what on each of their tables. Nobody at all on `es.streams` and `keys.master`: they are
 * written by functions of the owner. Row level security narrows what is marked with *.
 */
const COMMON: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'es.category_reader': { services: 'select' },
  'es.category_writer': { services: 'select', relay: 'select' },
  'es.head': { services: 'select', relay: 'select' },
  'es.log *': { services: 'select', relay: 'select' },
  'es.reservation': { triage: 'select', ledger: 'select' },
  'keys.data_key *': { services: 'select' },
  'keys.key_reader': { services: 'select' },
  'messaging.checkpoint *': { services: 'select, insert, update' },
  'messaging.inbox *': { services: 'select, insert, update, delete' },
  'messaging.failure *': { services: 'select, insert, update, delete' },
  'messaging.deferred *': { services: 'select, insert, update, delete' },
  'messaging.read_model': { services: 'select' },
  'messaging.relay': { services: 'select', relay: 'select, update' },
  'messaging.standing': { services: 'select' },
  'identity.api_key': { directory: 'select, insert, update', identity: 'select' },
  'identity.credential': { directory: 'select, insert, update, delete' },
  'identity.invitation': { directory: 'select, insert, update, delete' },
  'identity.person': { directory: 'select, insert, update', identity: 'select' },
  'identity.provider': { directory: 'select, insert', identity: 'select' },
  'identity.second_factor': { directory: 'select, insert, update, delete' },
  'identity.session': { directory: 'select, insert, update, delete', identity: 'select' },
  'identity.setup_token': { directory: 'select, insert, update, delete' },
  'identity.sign_in_failure': { directory: 'select, insert, update, delete' },
  'identity.unit': { directory: 'select, insert', identity: 'select' },
  'public.lachan_migration': { services: 'select', identity: 'select', relay: 'select', public: 'select' },
};

/** Functions that work with the owner's rights: each a door through the walls, and who may open it. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  'es.append': SERVICES,
  'es.append_next': SERVICES,
  'es.append_one': SERVICES,
  'keys.claim_master': SERVICES,
  'keys.destroy': ['intake', 'triage', 'dispatch', 'directory'],
  'identity.touch_session': ['identity'],
};

let database: TestDatabase;
let admin: pg.Client;
let urlOf: (service: (typeof SERVICES)[number]) => string;

beforeAll(async () => {
  database = await wholeDatabase();
  urlOf = await serviceLogins(database.url, SERVICES_OF_THE_HOUSE);
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await database.drop();
});

interface Right {
  relation: string;
  kind: string;
  guarded: boolean;
  role: string;
  may: string;
}

/** Every privilege that any of our roles, logins, or everybody has on anything that holds rows. Of a column counts as of the table. */
const rights = async (): Promise<Right[]> => {
  const { rows } = await admin.query<Right>(
    `select n.nspname || '.' || c.relname as relation, c.relkind as kind, c.relrowsecurity as guarded, r.name as role,
            string_agg(p.name, ', ' order by p.place) as may
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       cross join (select 'public' as name union all select rolname from pg_roles
                    where rolname like 'lachan\\_%' and rolname <> 'lachan_owner') r
       cross join unnest($1::text[]) with ordinality as p(name, place)
      where n.nspname !~ '^(pg_|information_schema$)' and c.relkind in ('r', 'p', 'v', 'm', 'f')
        and (has_table_privilege(r.name, c.oid, p.name)
          or p.name in ('select', 'insert', 'update', 'references') and has_any_column_privilege(r.name, c.oid, p.name))
      group by 1, 2, 3, 4`,
    [PRIVILEGES],
  );
  return rows.map((right) => ({ ...right, role: right.role.replace(/^lachan_/, '') }));
};
const line = ({ role, relation, may }: Pick<Right, 'role' | 'relation' | 'may'>): string =>
  `${role} ${relation}: ${may}`;

/** All schemas of a service begin with its name. */
const ownerOf = (relation: string): string | undefined =>
  SERVICES.find((name) => new RegExp(`^${name}[_.]`).test(relation));

describe('the tables of the database', () => {
  it('are each a service’s own, by the name of their schema, or of the foundations that are listed here', async () => {
    const { rows } = await admin.query<{ relation: string; guarded: boolean }>(
      `select n.nspname || '.' || c.relname as relation, c.relrowsecurity as guarded
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname !~ '^(pg_|information_schema$)' and c.relkind in ('r', 'p', 'v', 'm', 'f')`,
    );
    const common = rows.filter(({ relation }) => ownerOf(relation) === undefined);
    expect(common.map(({ relation, guarded }) => `${relation}${guarded ? ' *' : ''}`).sort()).toEqual(
      [...Object.keys(COMMON), 'es.streams', 'keys.master'].sort(),
    );
    expect(rows.length - common.length).toBeGreaterThan(40);
  });

  it('of a service are touched by that service alone, but for one view that says how a report stands', async () => {
    const foreign = (await rights())
      .filter(({ relation }) => !FOUNDATIONS.test(relation))
      .filter(({ relation, role }) => ownerOf(relation) !== role);
    expect(foreign.map(line)).toEqual(SHARED);
  });

  it('of a service cannot be changed in their shape by it, nor pointed at or watched', async () => {
    const beyond = (await rights()).filter(({ may }) => /references|trigger|maintain/.test(may));
    expect(beyond.map(line)).toEqual([]);
    const { rows } = await admin.query(
      `select r.rolname, n.nspname from pg_roles r cross join pg_namespace n
        where r.rolname like 'lachan\\_%' and r.rolname <> 'lachan_owner' and n.nspname !~ '^(pg_|information_schema$)'
          and has_schema_privilege(r.oid, n.oid, 'create')`,
    );
    expect(rows).toEqual([]);
  });

  it('of the foundations give each role what is listed and no more', async () => {
    const found = (await rights()).filter(
      ({ relation, role }) => FOUNDATIONS.test(relation) && !role.startsWith('login_'),
    );
    const wanted = Object.entries(COMMON).flatMap(([name, roles]) =>
      Object.entries(roles).flatMap(([role, may]) =>
        (role === 'services' ? SERVICES : [role]).map((each) =>
          line({ role: each, relation: name.replace(' *', ''), may }),
        ),
      ),
    );
    expect(found.map(line).sort()).toEqual(wanted.sort());
  });

  it('are reached with the owner’s rights through the listed functions only, each by the listed roles', async () => {
    const { rows } = await admin.query<{ door: string; role: string | null; fixed: boolean }>(
      `select n.nspname || '.' || p.proname as door, replace(r.name, 'lachan_', '') as role,
              p.proconfig::text like '%search_path=pg_catalog%' as fixed
         from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         left join (select 'public' as name union all select rolname from pg_roles
                     where rolname like 'lachan\\_%' and rolname <> 'lachan_owner') r
           on has_function_privilege(r.name, p.oid, 'execute')
        where p.prosecdef and n.nspname !~ '^(pg_|information_schema$)'`,
    );
    const found = rows.map(({ door, role, fixed }) => `${door} ${role ?? ''}${fixed ? '' : ' with any search_path'}`);
    expect([...new Set(found)].sort()).toEqual(
      Object.entries(DOORS)
        .flatMap(([door, roles]) => roles.map((role) => `${door} ${role}`))
        .sort(),
    );
  });
});

describe('a login of a service', () => {
  it('becomes its service, the guards’ reader, ledger’s also the relay; nobody else', async () => {
    const { rows } = await admin.query<{ login: string; role: string }>(
      `select l.rolname as login, r.rolname as role from pg_roles l cross join pg_roles r
        where l.rolname like 'lachan\\_login\\_%' and r.oid <> l.oid and pg_has_role(l.oid, r.oid, 'set') order by 1, 2`,
    );
    expect(rows.map(({ login, role }) => `${login} ${role}`)).toEqual(
      [...SERVICES]
        .sort()
        .flatMap((service) =>
          [service, 'identity', ...(service === 'ledger' ? ['relay'] : [])]
            .sort()
            .map((role) => `lachan_login_${service} lachan_${role}`),
        ),
    );
    const { rows: strong } = await admin.query(
      `select rolname from pg_roles where rolname like 'lachan\\_login\\_%'
          and (rolsuper or rolcreaterole or rolcreatedb or rolbypassrls or rolreplication or rolinherit)`,
    );
    expect(strong).toEqual([]);
  });

  it('can do by itself what everybody can: read which migrations were applied', async () => {
    const own = (await rights()).filter(({ role }) => role.startsWith('login_'));
    expect(own.map(line).sort()).toEqual(
      [...SERVICES].sort().map((service) => `login_${service} public.lachan_migration: select`),
    );
  });

  it.each(SERVICES)('of %s is refused every other role when it asks', async (service) => {
    const client = new pg.Client({ connectionString: urlOf(service) });
    await client.connect();
    const codes: string[] = [];
    for (const role of [...SERVICES.filter((name) => name !== service), 'owner']) {
      for (const statement of [`set role lachan_${role}`, `set session authorization lachan_${role}`]) {
        codes.push(
          await client.query(statement).then(
            () => `${statement} was allowed`,
            (error: unknown) => (error as pg.DatabaseError).code ?? '',
          ),
        );
      }
    }
    const { rows } = await client
      .query<{ me: string }>(`set role lachan_${service}`)
      .then(() => client.query<{ me: string }>('select current_user as me'));
    await client.end();
    expect(new Set(codes)).toEqual(new Set(['42501']));
    expect(rows).toEqual([{ me: `lachan_${service}` }]);
  });
});
