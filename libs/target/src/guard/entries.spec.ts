import { describe, expect, it } from '@jest/globals';
import { accepted } from '../../test/text.js';
import { GUARD_ENTRIES } from './entries.js';
import { GUARD_KINDS } from './entry.js';
import { guard } from './guard.js';

const names = GUARD_ENTRIES.map(({ name }) => name);

describe('the guard list', () => {
  it('has at least five hundred names, each once', () => {
    expect(new Set(names).size).toBeGreaterThanOrEqual(500);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it('gives each name a source that says whose it is and why it is guarded', () => {
    for (const { name, source } of GUARD_ENTRIES)
      expect([name, source]).toEqual([name, expect.stringMatching(/^.+: .{20,}/)]);
  });

  it('covers every kind that is a matter of names', () => {
    const byRuleOrInstallation = ['private-host', 'ip-address', 'public-suffix', 'private-suffix', 'system'];
    const kinds = new Set<string>(GUARD_ENTRIES.map(({ kind }) => kind));
    expect([...GUARD_KINDS].filter((kind) => !kinds.has(kind))).toEqual(byRuleOrInstallation);
  });

  it('is written in canonical names', () => {
    for (const name of names) expect(accepted(name)).toMatchObject({ host: name, contentKey: `host:${name}` });
  });

  it('stops each of its names at host, at domain and at its front page', () => {
    const through = names.filter((name) => {
      const [host, root] = [accepted(name), accepted(`https://${name}/`)];
      const verdicts = [guard(host, 'block-host'), guard(host, 'block-domain'), guard(root, 'block-url')];
      return verdicts.some(({ verdict }) => verdict !== 'stopped');
    });
    expect(through).toEqual([]);
  });
});
