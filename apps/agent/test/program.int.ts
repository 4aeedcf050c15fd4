import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AgentProgram } from './delivery/agent-process.js';
import { KEY, ScriptedServer } from './scripted-server.js';

let server: ScriptedServer;
let agent: AgentProgram;

/** A proxy of shell commands: its checker refuses a list that names `broken`, its reload fails while a file lies there. */
const configure = (more: object = {}): void => {
  const file = (name: string): string => join(agent.folder, name);
  agent.configure(
    server.url,
    {
      ...{ kind: 'squid', domains: file('domains'), urls: file('urls') },
      check: [['sh', '-c', `! grep broken ${file('domains')}`]],
      reload: ['sh', '-c', `test ! -e ${file('no-reload')} && cat ${file('domains')} > ${file('loaded')}`],
    },
    more,
  );
};
const at = (name: string): string => readFileSync(join(agent.folder, name), 'utf8');
const names = (): string[] =>
  at('loaded')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

async function until(wanted: () => boolean): Promise<void> {
  const end = performance.now() + 20_000;
  while (!wanted()) {
    if (performance.now() > end) throw new Error(`it never came: ${wanted.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

beforeEach(async () => {
  server = await ScriptedServer.start();
  agent = new AgentProgram();
  configure();
});
afterEach(async () => {
  agent.stop();
  await server.close();
  rmSync(agent.folder, { recursive: true, force: true });
});

describe('the agent as a program', () => {
  it('follows while it is looked at, goes back and on again when it is told to, and is alone on its folder', async () => {
    const { child, ended } = agent.start([]);
    const one = server.feed.block({ host: 'one.example.test' });
    await until(() => server.feed.state(one) === 'enforced');
    const two = server.feed.block({ host: 'two.example.test' });
    await until(() => server.feed.state(two) === 'enforced');
    expect(names()).toEqual(['one.example.test', 'two.example.test']);

    const status = await agent.run('status', '--json');
    expect(status.code).toBe(0);
    expect(JSON.parse(status.out)).toMatchObject({ sequence: 2, entries: 2, running: { failures: 0 }, stopped: null });
    expect(await agent.run('--once')).toMatchObject({
      code: 1,
      err: expect.stringContaining('another agent works with'),
    });

    expect(await agent.run('rollback', '--to', '1')).toMatchObject({ code: 0, err: '' });
    expect(names()).toEqual(['one.example.test']);
    server.feed.lift(one);
    await until(() => server.feed.state(one) === 'lifted');
    expect(names()).toEqual([]);
    expect(await agent.run('resume', '--json')).toMatchObject({ code: 0 });
    expect(names()).toEqual(['two.example.test']);

    // Without asking: the folder is free at once, and nothing is forgotten.
    child.kill('SIGKILL');
    await ended;
    expect(await agent.run('status')).toMatchObject({ code: 1, out: expect.stringContaining('does not run') });
    expect(await agent.run('rollback', '--to', '2')).toMatchObject({ code: 0 });
    expect(await agent.run('resume')).toMatchObject({ code: 0 });
  });

  it('shows what would come and go, names nobody may see withheld, and changes nothing', async () => {
    server.feed.block({ host: 'one.example.test' });
    expect(await agent.run('--once')).toMatchObject({ code: 0 });
    const before = [at('domains'), at('state/state.json')];
    server.feed.block({ domain: 'two.example.test' });
    server.feed.block({ host: 'hidden.example.test' }, { referral: true });
    server.feed.block({ url: 'https://three.example.test/1' });
    server.feed.block({ domain: 'com.vn' });
    const { code, out } = await agent.run('--dry-run');
    expect(code).toBe(0);
    expect(out).toContain('+ two.example.test and below\n');
    expect(out).toMatch(/\+ \(YC-\w+, name withheld\)\n/);
    expect(out).toMatch(/would be refused: cannot-express\n[\s\S]*would be refused: would-overblock\n/);
    expect(out).toContain('2 to add, 0 to remove, 2 to refuse; nothing was changed');
    expect(out).not.toContain('hidden');
    expect([at('domains'), at('state/state.json')]).toEqual(before);
    const json = JSON.parse((await agent.run('--dry-run', '--json')).out);
    expect([json.added.length, json.refused.length]).toEqual([2, 2]);
  });

  it('puts the old list back, and loads it again, when the checker or the reload refuses', async () => {
    server.feed.block({ host: 'one.example.test' });
    expect(await agent.run('--once')).toMatchObject({ code: 0 });
    const before = at('domains');
    chmodSync(join(agent.folder, 'domains'), 0o644);

    const broken = server.feed.block({ host: 'broken.example.test' });
    const refused = await agent.run('--once');
    expect([refused.code, refused.err.trim()]).toEqual([1, 'check: sh ended with 1']);
    expect([at('domains'), server.feed.heard(broken)]).toEqual([before, []]);
    server.feed.lift(broken);

    const two = server.feed.block({ host: 'two.example.test' });
    writeFileSync(join(agent.folder, 'no-reload'), '');
    expect(await agent.run('--once')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^reload: sh ended with 1/),
    });
    expect([at('domains'), names(), server.feed.heard(two)]).toEqual([before, ['one.example.test'], []]);

    rmSync(join(agent.folder, 'no-reload'));
    expect(await agent.run('--once')).toMatchObject({ code: 0 });
    expect([names(), server.feed.state(two)]).toEqual([['one.example.test', 'two.example.test'], 'enforced']);
    expect(statSync(join(agent.folder, 'domains')).mode & 0o777).toBe(0o644);
    expect(existsSync(join(agent.folder, 'domains.lachan-new'))).toBe(false);
  });

  it('comes back when the server says, sends again what was not confirmed, and takes no list that was changed on its way', async () => {
    server.instead.push({ status: 503, headers: { 'retry-after': '1' } });
    const { child, ended } = agent.start([]);
    await until(() => server.calls.length === 1);
    const said = performance.now();
    await until(() => server.calls.length === 2);
    expect(performance.now() - said).toBeGreaterThan(900);

    server.loseReplies = 1;
    const one = server.feed.block({ host: 'one.example.test' });
    await until(() => server.feed.heard(one).length === 4);
    expect(server.feed.heard(one)).toEqual(['acknowledge', 'enforced', 'acknowledge', 'enforced']);
    child.kill('SIGTERM');
    const { code, out } = await ended;
    expect([code, out.includes('one.example')]).toEqual([0, false]);

    server.tamper = (snapshot) => ({ ...snapshot, items: [] });
    expect(await agent.run('--once')).toMatchObject({ code: 1, err: expect.stringContaining('checksum') });
    expect(names()).toEqual(['one.example.test']);
  });

  it('finds out what is wrong around it, and never shows the key', async () => {
    server.feed.block({ host: 'one.example.test' });
    expect(await agent.run('--once')).toMatchObject({ code: 0 });
    expect(await agent.run('doctor')).toMatchObject({ code: 0 });

    chmodSync(join(agent.folder, 'key'), 0o644);
    server.date = () => new Date(Date.now() - 3_600_000).toUTCString();
    writeFileSync(join(agent.folder, 'domains'), 'broken\n');
    const ill = await agent.run('doctor', '--json');
    const found = (JSON.parse(ill.out).findings as { what: string; ok: boolean }[])
      .filter(({ ok }) => !ok)
      .map(({ what }) => what);
    expect([ill.code, found]).toEqual([1, ['key', 'clock', 'checker sh']]);

    writeFileSync(join(agent.folder, 'key'), 'another');
    expect((await agent.run('doctor')).out).toMatch(/✗ server \S+ does not take the key \(401\)/);
    await server.close();
    expect((await agent.run('doctor')).out).toMatch(/✗ server \S+ connect ECONNREFUSED/);
    server = await ScriptedServer.start();
    configure({ wait: 0, server: 'http://lachan.example' });
    const unusable = await agent.run('doctor');
    expect([unusable.code, unusable.out.match(/✗ configuration/g)?.length]).toEqual([2, 2]);
    for (const { out, err } of [ill, unusable]) expect(out + err).not.toContain(KEY);
  });

  it('says what it does, and 2 for what cannot be meant', async () => {
    for (const command of [[], ['status'], ['rollback'], ['resume'], ['doctor']]) {
      expect(await agent.run(...command, '--help')).toMatchObject({ code: 0, out: expect.stringContaining('--json') });
    }
    for (const wrong of [
      ['rollback'],
      ['rollback', '--to', 'yesterday'],
      ['somewhere'],
      ['--config', '/nowhere.json'],
    ]) {
      expect([wrong, (await agent.run(...wrong)).code]).toEqual([wrong, 2]);
    }
    mkdirSync(agent.state);
    writeFileSync(join(agent.state, 'state.json'), '{');
    expect(await agent.run('--once')).toMatchObject({ code: 1, err: expect.stringContaining('it is damaged') });
  });
});
