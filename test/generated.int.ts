import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SERVICES_OF_THE_HOUSE, describeLanguage, generateApiDescription } from '#apps/lachan';
import { Keyring, packagePath } from '#libs/event-store';
import { eventRegistry, prepareDatabase } from '#libs/process';
import { createHost, createLogger, loadConfig } from '#libs/service-kit';
import { testDatabase } from '#libs/testing';

type Description = Awaited<ReturnType<typeof generateApiDescription>>;
type Operation = NonNullable<Description['paths'][string]['get']>;

const checkedIn = (path: string): string => readFileSync(packagePath(path), 'utf8');
const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

let description: Description;
let again: Description;
let drop: () => Promise<void>;

const generate = async (url: string): Promise<Description> => {
  const logger = createLogger({ level: 'silent' });
  const host = await createHost(loadConfig({ LACHAN_DEDUPE_SECRET: Buffer.alloc(32).toString('base64') }), {
    databaseUrl: url,
    registry: eventRegistry(),
    keyring: new Keyring(Buffer.alloc(32)),
    logger,
  });
  try {
    return await generateApiDescription(host);
  } finally {
    await host.close();
  }
};

beforeAll(async () => {
  const database = await testDatabase();
  await prepareDatabase(database.url, SERVICES_OF_THE_HOUSE, createLogger({ level: 'silent' }));
  description = await generate(database.url);
  again = await generate(database.url);
  drop = () => database.drop();
});
afterAll(() => drop());

const operations = (): { name: string; operation: Operation }[] =>
  Object.entries(description.paths).flatMap(([path, methods]) =>
    METHODS.flatMap((method) => {
      const operation = methods[method];
      return operation === undefined ? [] : [{ name: `${method.toUpperCase()} ${path}`, operation }];
    }),
  );

const lacking = (rule: (operation: Operation, name: string) => boolean): string[] =>
  operations()
    .filter(({ operation, name }) => !rule(operation, name))
    .map(({ name }) => name);

/** What an error looks like: ours, or what a foreign specification wants of its own routes. */
const ERRORS = [
  ['Problem', 'application/problem+json'],
  ['TaxiiError', 'application/taxii+json;version=2.1'],
] as const;

describe('docs/openapi.json', () => {
  it('is what the routes say today; `npm run -s lachan -- describe openapi > docs/openapi.json` makes it so', () => {
    expect(JSON.parse(checkedIn('docs/openapi.json'))).toEqual(JSON.parse(JSON.stringify(description)));
  });

  it('comes out the same however often it is generated', () => {
    expect(JSON.stringify(again)).toBe(JSON.stringify(description));
  });

  it('describes every operation: in words, with an answer when it goes well, and with a problem when not', () => {
    expect(operations().length).toBeGreaterThan(60);
    expect(lacking(({ summary }) => (summary ?? '').length > 10)).toEqual([]);
    expect(lacking(({ responses }) => Object.keys(responses).some((status) => /^[23]\d\d$/.test(status)))).toEqual([]);
    expect(
      lacking(({ responses }) =>
        ERRORS.some(([schema, type]) => {
          const said = JSON.stringify(responses['default'] ?? {});
          return said.includes(`"#/components/schemas/${schema}"`) && said.includes(`"${type}"`);
        }),
      ),
    ).toEqual([]);
  });

  it('says what each good answer holds', () => {
    const silent = operations().flatMap(({ name, operation }) =>
      Object.entries(operation.responses).flatMap(([status, response]) => {
        const { content, description: words } = response as { content?: object; description?: string };
        if (words === undefined || words === '') return [`${name} ${status}: no words`];
        const holdsNothing = content === undefined && status !== '204' && status !== '304';
        return holdsNothing ? [`${name} ${status}: no content`] : [];
      }),
    );
    expect(silent).toEqual([]);
  });

  it('gives every operation a name of its own, and refers to nothing that is not there', () => {
    const names = operations().map(({ operation }) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
    const known = Object.keys(description.components?.schemas ?? {}).map((name) => `#/components/schemas/${name}`);
    const wanted = [...JSON.stringify(description).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? '');
    expect([...new Set(wanted)].filter((ref) => !known.includes(ref))).toEqual([]);
  });

  it('names every parameter, those of the queue as well', () => {
    expect(
      lacking(({ parameters = [] }) => parameters.every((parameter) => 'name' in parameter && parameter.name !== '')),
    ).toEqual([]);
    const queue = description.paths['/api/v1/cases']?.get?.parameters?.map((p) => ('name' in p ? p.name : ''));
    expect(queue).toEqual(expect.arrayContaining(['status', 'category', 'unit', 'q', 'sort', 'cursor', 'limit']));
  });

  it('says of every operation who may call it', () => {
    expect(lacking((operation) => Array.isArray(operation.security))).toEqual([]);
  });
});

describe('docs/LANGUAGE.md', () => {
  it('is what the closed lists say today; `npm run -s lachan -- describe language > docs/LANGUAGE.md` makes it so', () => {
    expect(checkedIn('docs/LANGUAGE.md')).toBe(describeLanguage());
  });
});
