import { describe, expect, it } from '@jest/globals';
import { hostPath, nameOf } from './host-path.js';

describe('the path of a name', () => {
  it('begins with the path of every name above it, and of none beside it', () => {
    expect(hostPath('a.example.test').startsWith(hostPath('example.test'))).toBe(true);
    expect(hostPath('badexample.test').startsWith(hostPath('example.test'))).toBe(false);
    expect(hostPath('Example.TEST')).toBe('test.example.');
  });
});

describe('the name of a target', () => {
  it.each([
    [{ url: 'http://a.example.test:8080/x' }, 'a.example.test'],
    [{ host: 'a.example.test' }, 'a.example.test'],
    [{ domain: 'example.test' }, 'example.test'],
    [{ url: 'không phải' }, null],
  ])('%j: %s', (target, name) => {
    expect(nameOf(target)).toBe(name);
  });
});
