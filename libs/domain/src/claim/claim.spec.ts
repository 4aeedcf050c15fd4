import { describe, it } from '@jest/globals';
import { givenWhenThen } from '#libs/testing';
import { claims } from './index.js';
describe('x', () => {
  it('y', () => {
    givenWhenThen(claims).given().when({ type: 'expire', now: '2026-03-01T00:00:00.000Z' }).then();
  });
});
