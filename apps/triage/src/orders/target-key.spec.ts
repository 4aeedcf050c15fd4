import { describe, expect, it } from '@jest/globals';
import { keysThatBlock, targetKeyOf } from './target-key.js';

describe('what keeps an entry away', () => {
  it.each([
    ['hoc.example.test', ['host:hoc.example.test', 'domain:hoc.example.test', 'domain:example.test', 'domain:test']],
    ['*.hoc.test', ['host:hoc.test', 'domain:hoc.test', 'domain:test']],
    ['||HOC.test^', ['host:hoc.test', 'domain:hoc.test', 'domain:test']],
    ['.hoc.test', ['host:hoc.test', 'domain:hoc.test', 'domain:test']],
    ['http://hoc.test/x?y=1', ['url:http://hoc.test/x?y=1', 'host:hoc.test', 'domain:hoc.test', 'domain:test']],
    [
      'HTTP://Hoc.test',
      ['url:HTTP://Hoc.test', 'url:http://hoc.test/', 'host:hoc.test', 'domain:hoc.test', 'domain:test'],
    ],
  ])('%s', (entry, keys) => {
    expect(keysThatBlock(entry)).toEqual(keys);
  });

  it('is found by the key of the order itself', () => {
    expect(keysThatBlock('https://a.hoc.test/1')).toContain(targetKeyOf({ url: 'https://a.hoc.test/1' }));
    expect(keysThatBlock('https://a.hoc.test/1')).toContain(targetKeyOf({ domain: 'hoc.test' }));
    expect(keysThatBlock('a.hoc.test')).not.toContain(targetKeyOf({ host: 'hoc.test' }));
  });
});
