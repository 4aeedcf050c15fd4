import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { COMMAND_NAMES, SERVICES_OF_THE_HOUSE } from '#apps/lachan';
import { testDatabase, type TestDatabase } from '#libs/testing';
import { STACK, lachan, type Environment } from './cli.js';

/** interfaces.md, Commands; `describe` is ours. */
const PROMISED = [
  ...[
    'start',
    'migrate',
    'import',
    'export',
    'replay',
    'rebuild',
    'verify',
    'reconcile',
    'parked',
    'user',
    'key',
    'doctor',
  ],
];
const WITH_PARTS: Readonly<Record<string, readonly string[]>> = {
  parked: ['list', 'retry'],
  user: ['list', 'sign-out', 'set-up-link'],
  key: ['list', 'issue', 'revoke'],
  describe: ['openapi', 'language'],
};
const SECRET = Buffer.alloc(32, 9).toString('base64');

let dataDir: string;
let database: TestDatabase;
let env: Environment;

beforeAll(async () => {
  database = await testDatabase({ migrations: [] });
  dataDir = mkdtempSync(join(tmpdir(), 'lachan-cli-'));
  env = {
    LACHAN_DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    LACHAN_MASTER_KEY: SECRET,
    LACHAN_DEDUPE_SECRET: SECRET,
  };
});
afterAll(async () => {
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('the command line', () => {
  it('has every command that was promised', () => {
    expect(COMMAND_NAMES).toEqual(expect.arrayContaining(PROMISED));
  });

  it('explains itself', async () => {
    const { code, out, err } = await lachan(['--help']);
    expect([code, err]).toEqual([0, '']);
    for (const name of COMMAND_NAMES) expect(out).toContain(`\n  ${name}`);
  });

  it.each(COMMAND_NAMES.flatMap((name) => [[name], ...(WITH_PARTS[name] ?? []).map((part) => [name, part])]))(
    'explains %s %s',
    async (...command) => {
      const words = command.filter((word): word is string => typeof word === 'string');
      const { code, out, err } = await lachan([...words, '--help']);
      expect([code, err]).toEqual([0, '']);
      expect(out).toContain(`Usage: lachan ${words.join(' ')}`);
      if ((WITH_PARTS[words[0] ?? ''] ?? []).length === 0 || words.length > 1) {
        if (words[1] !== 'language') expect(out).toContain('--json');
      }
    },
  );

  it.each([
    [[]],
    [['nothing']],
    [['verify', '--nothing']],
    [['verify', 'too', 'many']],
    [['replay']],
    [['replay', 'not-an-id']],
    [['replay', '018e0000-0000-7000-8000-0000000000ff', '--at', 'yesterday']],
    [['replay', '018e0000-0000-7000-8000-0000000000ff', '--at', '2026-02-30']],
    [['rebuild', 'no.model']],
    [['import']],
    [['import', '/nowhere/at/all.csv']],
    [['import', tmpdir()]],
    [['import', '-', '--url', 'nonsense', '--key', 'k']],
    [['export', '--after', 'x']],
    [['export', '--after', '-1']],
    [['key', 'issue']],
    [['key', 'issue', '--name', 'x', '--role', 'king']],
    [['key', 'issue', '--name', 'x', '--role', 'channel', '--unit', 'u', '--channel', 'smoke']],
    [['key', 'nothing']],
    [['parked', 'retry']],
    [['start', '--services', 'nothing']],
    [['start', '--services', '']],
    [['start', '--services', 'intake', '--apart']],
    [['describe', 'nothing']],
  ])('answers wrong usage with 2 and a sentence: %j', async (args) => {
    const { code, out, err } = await lachan(args, env);
    expect([code, out]).toEqual([2, '']);
    expect(err.trim()).not.toBe('');
    expect(err).not.toMatch(STACK);
  });
});

describe('the configuration', () => {
  const wrong = {
    PORT: '99999',
    DATABASE_URL: 'mysql://x',
    LOG_LEVEL: 'loud',
    LACHAN_MODE: 'half',
    LACHAN_MASTER_KEY: 'c2hvcnQ=',
    KAFKA_BROKERS: 'nowhere',
  };

  it.each(['migrate', 'verify', 'user', 'key', 'parked', 'reconcile', 'rebuild', 'export'])(
    'has all its problems told at once by %s, without their values',
    async (command) => {
      const { code, out, err } = await lachan([command], { ...wrong, LACHAN_DATA_DIR: dataDir });
      expect([code, out]).toEqual([2, '']);
      for (const name of Object.keys(wrong)) expect(err).toContain(`${name}: `);
      expect(err).not.toContain('c2hvcnQ=');
      expect(err).not.toMatch(STACK);
    },
  );

  it('is told by start as well, and needs a database for some services', async () => {
    expect((await lachan(['start'], { ...wrong, LACHAN_DATA_DIR: dataDir })).code).toBe(2);
    const alone = await lachan(['start', '--services', 'intake'], { LACHAN_DATA_DIR: dataDir });
    expect([alone.code, alone.err]).toEqual([2, expect.stringContaining('DATABASE_URL: is needed with --services')]);
    // The refusal of an earlier version is gone: with brokers named, what is wrong about them is still told before anything starts.
    const kafka = await lachan(['start', '--services', 'intake'], {
      ...env,
      DATABASE_URL: 'postgres://127.0.0.1:1/none',
      KAFKA_BROKERS: '127.0.0.1:1',
      KAFKA_SASL_MECHANISM: 'plain',
      KAFKA_SASL_USERNAME: 'lachan',
      KAFKA_SASL_PASSWORD: 'not to be seen',
    });
    expect([kafka.code, kafka.err]).toEqual([2, expect.stringContaining('KAFKA_SASL_MECHANISM')]);
    expect(kafka.err).not.toContain('not to be seen');
    const none = await lachan(['topics'], { ...env, KAFKA_BROKERS: '' });
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('KAFKA_BROKERS')]);
  });

  it('of production refuses a folder that was a demonstration, and the other way round', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lachan-mode-'));
    for (const [stored, wanted] of [
      ['demo', 'production'],
      ['production', 'demo'],
    ] as const) {
      writeFileSync(join(folder, 'mode'), `${stored}\n`);
      const { code, err } = await lachan(['migrate'], { ...env, LACHAN_DATA_DIR: folder, LACHAN_MODE: wanted });
      expect([code, err]).toEqual([
        2,
        expect.stringContaining(`was set up as "${stored}" and cannot become "${wanted}"`),
      ]);
    }
    writeFileSync(join(folder, 'mode'), 'half\n');
    expect((await lachan(['migrate'], { ...env, LACHAN_DATA_DIR: folder })).code).toBe(2);
    rmSync(folder, { recursive: true });
  });

  it('is production on somebody’s own database, and stays so', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lachan-mode-'));
    await lachan(['migrate'], { ...env, LACHAN_DATA_DIR: folder });
    expect(readFileSync(join(folder, 'mode'), 'utf8')).toBe('production\n');
    rmSync(folder, { recursive: true });
  });
});

describe('a database that is away', () => {
  const away = (): Environment => ({ ...env, DATABASE_URL: 'postgres://postgres@127.0.0.1:1/lachan' });

  it.each(['migrate', 'verify', 'user', 'parked', 'reconcile', 'rebuild', 'export'])(
    'is told by %s in a sentence, with 1',
    async (command) => {
      const { code, out, err } = await lachan([command], away());
      expect([code, out]).toEqual([1, '']);
      expect(err).toContain('the database cannot be used');
      expect(err).not.toMatch(STACK);
    },
  );

  it('is found by the doctor, who says what to do', async () => {
    const { code, json } = await lachan(['doctor', '--json'], away());
    const { healthy, findings } = json() as {
      healthy: boolean;
      findings: { ok: boolean; what: string; advice?: string }[];
    };
    expect([code, healthy]).toEqual([1, false]);
    expect(findings.filter(({ ok }) => !ok)).toEqual([
      expect.objectContaining({ what: 'database', advice: expect.stringContaining('DATABASE_URL') }),
    ]);
  });

  it('that does not exist is told by its name', async () => {
    const url = new URL(database.url);
    url.pathname = '/khong_co';
    const { code, err } = await lachan(['verify'], { ...env, DATABASE_URL: url.href });
    expect([code, err]).toEqual([1, expect.stringContaining('"khong_co" does not exist')]);
    expect(err).not.toMatch(STACK);
  });
});

describe('migrate', () => {
  it('says what is missing before, brings everything up to date once, and then has nothing to do', async () => {
    const fresh = await testDatabase({ migrations: [] });
    try {
      const at = { ...env, DATABASE_URL: fresh.url };
      const before = await lachan(['doctor'], at);
      expect([before.code, before.out]).toEqual([1, expect.stringContaining('run `npm run lachan -- migrate`')]);
      const first = (await lachan(['migrate', '--json'], at)).json() as { applied: { set: string; file: string }[] };
      expect(new Set(first.applied.map(({ set }) => set))).toEqual(
        new Set([
          'event-store',
          'messaging',
          'identity',
          ...SERVICES_OF_THE_HOUSE.flatMap((s) => s.migrations.map((m) => m.name)),
        ]),
      );
      expect((await lachan(['migrate', '--json'], at)).json()).toEqual({ applied: [], readModels: [] });
      expect(await lachan(['migrate'], at)).toMatchObject({ code: 0, out: 'The database is up to date.\n', err: '' });
      expect(await lachan(['verify'], at)).toMatchObject({ code: 0, err: '' });
      // The tests' server forgets everything at a power cut, which the doctor does not let pass.
      const { findings } = (await lachan(['doctor', '--json'], at)).json() as {
        findings: { ok: boolean; what: string }[];
      };
      expect(findings.filter(({ ok }) => !ok).map(({ what }) => what)).toEqual(['durability']);
    } finally {
      await fresh.drop();
    }
  });
});

describe('the doctor', () => {
  it('takes configuration it cannot read for a finding, each problem for one', async () => {
    const { code, json } = await lachan(['doctor', '--json'], {
      PORT: 'x',
      LOG_LEVEL: 'loud',
      LACHAN_DATA_DIR: dataDir,
    });
    const { findings } = json() as { findings: { ok: boolean; what: string; found: string; advice: string }[] };
    const wrong = findings.filter(({ ok }) => !ok);
    expect(code).toBe(1);
    expect(wrong.map(({ what, found }) => [what, found.split(':')[0]])).toEqual([
      ['configuration', 'PORT'],
      ['configuration', 'LOG_LEVEL'],
    ]);
    expect(wrong.every(({ advice }) => advice.includes('OPERATIONS.md'))).toBe(true);
  });

  it('asks for the secrets that processes on several machines must share', async () => {
    const { code, out } = await lachan(['doctor'], { LACHAN_DATA_DIR: dataDir, DATABASE_URL: database.url });
    expect(code).toBe(1);
    expect(out).toContain('LACHAN_MASTER_KEY and LACHAN_DEDUPE_SECRET');
  });
});
