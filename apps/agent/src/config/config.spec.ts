import { describe, expect, it } from '@jest/globals';
import { ConfigRefused, parseConfig, readConfig, readKey } from './config.js';

const driver = { kind: 'dnsmasq', file: '/list', reload: ['true'], resolver: '127.0.0.1:53' };
const good = { server: 'https://lachan.example', stateFolder: '/state', driver };
const problems = (value: unknown): readonly string[] => {
  try {
    parseConfig(value);
    return [];
  } catch (error) {
    if (error instanceof ConfigRefused) return error.problems;
    throw error;
  }
};

describe('a configuration', () => {
  it('needs little and has sensible defaults', () => {
    expect(parseConfig(good)).toMatchObject({
      ...{ server: 'https://lachan.example', wait: 30, keepVersions: 10, graceHours: 72, neverBlock: [] },
      breaker: { fraction: 0.5, least: 50 },
      driver: { resolver: { host: '127.0.0.1', port: 53 } },
    });
  });

  it('names everything that is wrong at once', () => {
    const found = problems({
      ...good,
      stateFolder: 'state',
      wait: 61,
      extra: 1,
      driver: { ...driver, resolver: 'here' },
    });
    expect(found).toHaveLength(4);
    expect(found.join('\n')).toMatch(/stateFolder[\s\S]*driver.resolver|driver.resolver[\s\S]*stateFolder/);
  });

  it('sends the key over a line that others cannot read, or to this machine', () => {
    expect(problems({ ...good, server: 'http://lachan.example' })).toHaveLength(1);
    expect(problems({ ...good, server: 'http://127.0.0.1:8300' })).toEqual([]);
    expect(problems({ ...good, server: 'http://127.0.0.1.example' })).toHaveLength(1);
  });

  it('that is not there, or is not JSON, is said', () => {
    expect(() => readConfig('/nowhere/agent.json')).toThrow(/ENOENT/);
  });
});

describe('the key', () => {
  it('comes from the environment when nothing else is named, and is asked for when there is none', () => {
    expect(readKey({}, { LACHAN_KEY: ' k ' })).toBe('k');
    expect(() => readKey({}, {})).toThrow(/there is no key/);
    expect(() => readKey({ keyFile: '/nowhere/key' }, { LACHAN_KEY: 'k' })).toThrow(/keyFile/);
  });
});
