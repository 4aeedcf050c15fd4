import { afterEach, describe, expect, it } from '@jest/globals';
import { CHECKS, runConformance, type CheckResult } from '../../src/conformance/run.js';
import type { ConformanceOptions } from '../../src/conformance/rig.js';
import { FAULTS, type Fault } from './faults.js';
import { PlantedServer } from './planted-server.js';

let server: PlantedServer | undefined;
afterEach(() => server?.close());

const run = async (fault: Fault | null, more: Partial<ConformanceOptions> = {}): Promise<CheckResult[]> => {
  server = await PlantedServer.start(fault);
  return runConformance({ url: server.url, key: 'thu-mot', secondKey: 'thu-hai', patience: 0.4, ...more });
};
const named = (results: readonly CheckResult[], outcome: CheckResult['outcome']): string[] =>
  results.filter((result) => result.outcome === outcome).map(({ name }) => name);

describe('the conformance kit', () => {
  it('finds nothing wrong with a server that keeps the protocol', async () => {
    const results = await run(null);
    expect(results.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(named(results, 'skipped')).toEqual(['canary-resolver']);
    expect(named(results, 'passed')).toHaveLength(CHECKS.length - 1);
  });

  it('says what it could not look at without a second key', async () => {
    const results = await run(null, { secondKey: undefined });
    expect(named(results, 'failed')).toEqual([]);
    expect(named(results, 'skipped')).toEqual(['cursor-foreign', 'request-foreign', 'canary-resolver']);
  });

  it.each(Object.entries(FAULTS))(
    'catches a server that has the fault "%s", by its check "%s"',
    async (fault, check) => {
      const results = await run(fault as Fault, { only: [check] });
      const found = results.find(({ name }) => name === check);
      expect(found?.outcome).toBe('failed');
      expect(found?.why?.vi).not.toBe('');
      expect(found?.why?.en).not.toMatch(/undefined|\[object/);
    },
  );

  it('has a planted fault for every check that a server alone can fail', () => {
    const planted = new Set<string>(Object.values(FAULTS));
    expect(CHECKS.map(({ name }) => name).filter((name) => !planted.has(name))).toEqual(['canary-resolver']);
  });

  it('says in words that nobody answers', async () => {
    const gone = await PlantedServer.start(null);
    const { url } = gone;
    await gone.close();
    const results = await runConformance({ url, key: 'x', patience: 0.4 });
    expect(named(results, 'passed')).toEqual([]);
    expect(results[0]?.why?.en).toMatch(/did not answer/);
  });
});
