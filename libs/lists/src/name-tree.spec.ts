import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NameTree, type Blockable, type NameChanges } from './name-tree.js';

const UNTIL = '2026-12-31T00:00:00.000Z';
const sorted = ({ add, remove }: NameChanges) => ({ add: [...add].sort(), remove: [...remove].sort() });

describe('the names that requests come to', () => {
  it('blocks a host by its name alone and a domain by its apex and a wildcard', () => {
    const tree = new NameTree();
    expect(tree.put('a', { host: 'www.example.test' }, UNTIL)).toEqual({ add: ['www.example.test'], remove: [] });
    expect(sorted(tree.put('b', { domain: 'example.com' }, UNTIL))).toEqual({
      add: ['*.example.com', 'example.com'],
      remove: [],
    });
  });

  it('has no entry of its own below a blocked domain, where it would hide the wildcard from its neighbours', () => {
    const tree = new NameTree();
    tree.put('a', { host: 'x.a.example.test' }, UNTIL);
    expect(sorted(tree.put('b', { domain: 'example.test' }, UNTIL))).toEqual({
      add: ['*.example.test', 'example.test'],
      remove: ['x.a.example.test'],
    });
    expect(tree.put('c', { host: 'y.a.example.test' }, UNTIL)).toEqual({ add: [], remove: [] });
    expect(sorted(tree.drop('b'))).toEqual({
      add: ['x.a.example.test', 'y.a.example.test'],
      remove: ['*.example.test', 'example.test'],
    });
  });

  it('keeps a name while any request on it is left, and knows the last end', () => {
    const tree = new NameTree();
    tree.put('a', { host: 'example.test' }, '2026-12-01T00:00:00.000Z');
    tree.put('b', { domain: 'example.test' }, '2026-11-30T00:00:00.000Z');
    expect([...tree.effective()]).toEqual([{ name: 'example.test', below: true, until: '2026-12-01T00:00:00.000Z' }]);
    expect(tree.drop('b')).toEqual({ add: [], remove: ['*.example.test'] });
    expect(tree.drop('a')).toEqual({ add: [], remove: ['example.test'] });
    expect(tree.drop('a')).toEqual({ add: [], remove: [] });
    expect(tree.size).toBe(0);
  });

  it('replaces a request that is put again, also when it was widened', () => {
    const tree = new NameTree();
    tree.put('a', { host: 'www.example.test' }, UNTIL);
    expect(tree.put('a', { host: 'www.example.test' }, '2027-01-01T00:00:00.000Z')).toEqual({ add: [], remove: [] });
    expect(sorted(tree.put('a', { domain: 'example.test' }, UNTIL))).toEqual({
      add: ['*.example.test', 'example.test'],
      remove: ['www.example.test'],
    });
  });

  const name = fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
  const target: fc.Arbitrary<Blockable> = fc.oneof(
    name.map((host) => ({ host })),
    name.map((domain) => ({ domain })),
  );
  const step = fc.record({ request: fc.constantFrom('1', '2', '3', '4', '5', '6'), target: fc.option(target) });

  it('says with its changes exactly what it holds, whatever comes and goes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const tree = new NameTree();
        const zone = new Set<string>();
        const standing = new Map<string, Blockable>();
        for (const { request, target: what } of steps) {
          const { add, remove } = what === null ? tree.drop(request) : tree.put(request, what, UNTIL);
          if (what === null) standing.delete(request);
          else standing.set(request, what);
          for (const gone of remove) zone.delete(gone);
          for (const come of add) zone.add(come);
          const fresh = new NameTree();
          for (const [id, one] of standing) fresh.put(id, one, UNTIL);
          expect([...zone].sort()).toEqual([...fresh.zoneNames()].sort());
        }
      }),
      { numRuns: 300 },
    );
  });
});
