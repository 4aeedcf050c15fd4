import { afterAll, afterEach } from '@jest/globals';
import { staysHome, watchWaysOut, type WayOut } from './ways-out.js';

/**
 * Set up for every test file (jest.config.mjs): a test that reaches for anything outside this machine fails and says what
 * it reached for. Nothing is ever fetched from a reported host, and the suite proves it as long as it runs.
 */
const left: WayOut[] = [];
const end = watchWaysOut((way) => {
  if (!staysHome(way)) left.push(way);
});

afterEach(() => {
  const ways = left.splice(0);
  if (ways.length === 0) return;
  throw new Error(
    `the test reached outside this machine:\n${ways.map(({ kind, host, from }) => `${kind} ${host}\n${from}`).join('\n')}`,
  );
});
afterAll(end);
